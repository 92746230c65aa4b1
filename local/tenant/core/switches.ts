/** One behaviour that no source proves: what the tenant does by default, and why that was chosen. */
interface SwitchDefinition<T extends boolean | number | string> {
  default: T;
  reason: string;
}

const is = <T extends boolean | number | string>(value: T, reason: string): SwitchDefinition<T> => ({
  default: value,
  reason,
});

/** Every unproven behaviour of the simulated tenant. Set one by scenario (`switches:`) or `tenant:ctl -- set-switch`. */
export const switchDefinitions = {
  redemptionNotifiesUpdated: is(
    true,
    'No source says that redeeming raises `updated`; redemption is an ordinary directory write in audit logs (inferred).',
  ),
  resetRedemptionState: is(
    'PendingAcceptance',
    'The state after resetRedemption is not documented; a fresh invitation is pending.',
  ),
  resetRedemptionIssuer: is(
    'host',
    'Which identities a guest has between reset and redemption is not documented; `host`: as before redemption, `keep`: unchanged.',
  ),
  notificationsCarrySequence: is(
    true,
    '`eventTime` and `sequenceNumber` are documented for Event Grid only; public webhook samples show them.',
  ),
  notificationsPerInvitation: is(
    2,
    'Several `updated` notices for one created user are reported as expected (issue thread); the number varies.',
  ),
  createdChangeTypeRejected: is(
    true,
    'Graph answered 400 to changeType `created` on users in 2019; another page lists it (conflict in the docs).',
  ),
  otpIssuer: is(
    'mail',
    'The issuer string of one-time-passcode guests is read off a portal page, not a Graph page.',
  ),
  microsoftAccountIssuer: is(
    'MicrosoftAccount',
    'The portal wording; the Graph issuer string is not documented.',
  ),
  removeAbsentMemberStatus: is(
    404,
    'Removing somebody who is no member: 404 is widely reported, not documented.',
  ),
  duplicateMemberMessage: is(
    "One or more added object references already exist for the following modified properties: 'members'.",
    'Widely reported text of the 400 for a member that is there already.',
  ),
  groupCreateIfMissing: is(
    true,
    'PATCH groups(uniqueName=..) with Prefer: create-if-missing is documented in general, not tried.',
  ),
  restoredGroupKeepsMembers: is(
    true,
    'Message center 2026-03 says so; one Graph page still says security groups are not restorable.',
  ),
  restoredUserKeepsMemberships: is(true, 'The limits page says users are restored with group memberships.'),
  memberDeleteWithoutRefDeletesUser: is(
    true,
    'The remove-member page warns that DELETE without /$ref deletes the user when the app may write users; how the service gets there is not said.',
  ),
  groupMemberReadSuffices: is(
    false,
    'Whether GroupMember.Read.All allows a subscription on group members is unknown.',
  ),
  findTenantUnknownStatus: is(404, 'The error for an unknown domain is not documented.'),
  findTenantAnyVerifiedDomain: is(
    true,
    'The parameter is called "primary domain name"; other verified domains are assumed to work.',
  ),
  slowRule: is(
    '2026-04',
    '`2026-04`: slow is >10 % of answers over 3 s, delayed by 10 min; `older`: over 10 s, delayed by 10 s (pages disagree).',
  ),
  expiredDeltaTokenStatus: is(
    400,
    'Expired delta tokens give "40x syncStateNotFound"; a 2020 post shows 400.',
  ),
  deltaEmptyPages: is(
    0,
    'A delta page may be empty and still have a nextLink; how often that happens is not said.',
  ),
  deltaReplayedChanges: is(
    0,
    'The same change may come again in a later round; how often is not said. On: so many of the last ones.',
  ),
  bindMissingMemberStatus: is(
    404,
    'A PATCH naming an object that is not (yet) there: 404 as for a single add; issue threads show 400 too.',
  ),
  signInHomeTenantInV1: is(
    true,
    'homeTenantId and crossTenantAccessType are in the log schema; the v1.0 reference page does not list them.',
  ),
  hardDeleteKeepsDeltaTombstone: is(
    true,
    'A purge after a soft delete is shown once more with reason `deleted` (inferred).',
  ),
  retryAfterFractional: is(
    false,
    'A documentation sample shows a fractional Retry-After (2.128); whole seconds are usual.',
  ),
  subscriptionTokenLifeMinutes: is(
    60,
    'The access token behind a subscription "usually lives about one hour".',
  ),
  reauthorizationNoticeBeforeMinutes: is(15, 'When the reauthorizationRequired notice comes is not fixed.'),
  reauthorizePauses: is(
    true,
    'Delivery "may pause" until answered; on: it stops when the token has expired.',
  ),
  quickReauthorizeConflict: is(
    true,
    'Reauthorize and PATCH within 10 minutes "may become inconsistent": on: the second one is refused with 409.',
  ),
  roleAssignmentSameNameStatus: is(
    200,
    'Repeating a role assignment under its own name: 200 or 201 is not said.',
  ),
  synchronisationCycleMinutes: is(
    40,
    'That local changes to synchronised users are undone is said; how soon is general knowledge.',
  ),
  auditLatencyMs: is(120_000, 'No current figure; a retired page said 2 min (95th percentile).'),
  signInLogLatencyMs: is(120_000, 'No current figure for sign-in rows either.'),
  operationRetryAfterSeconds: is(
    1,
    'Which Retry-After Compute sends with a running operation is not documented.',
  ),
  runCommandSameBodyRunsAgain: is(
    false,
    'PUT of a run command with the same name and body probably does not run the script again.',
  ),
  nonZeroExitFailsRunCommand: is(
    true,
    'executionState is the script status; that any exit code but 0, also 3010, makes it Failed is not said.',
  ),
  runCommandsPerVm: is(25, 'A cap of 25 run commands per machine is said, without a source.'),
  reassignNeedsForce: is(
    true,
    'Reassigning a personal host is documented with force=true; the refusal without it is not.',
  ),
  assignedUserMayBeExternal: is(true, 'That assignedUser takes the #EXT# form of a guest is not confirmed.'),
  assignedUserMustExist: is(true, 'What AVD does with an unknown assignedUser is not documented.'),
  oneDesktopPerUserInPool: is(true, 'One user, one desktop: a page of 2023; newer pools may allow several.'),
  guestNeedsVmLoginRole: is(
    true,
    'Whether a guest on a single-sign-on host needs Virtual Machine User Login is not restated for external identities.',
  ),
  activeSessionNeedsForce: is(
    true,
    'What DELETE of an active user session does without force is not documented.',
  ),
  newPrincipalUnknownMs: is(
    60_000,
    'How long Azure RBAC does not know a new group is not fixed: the page says to wait a few minutes.',
  ),
  groupLicenceNeedsUsageLocation: is(
    false,
    "Without usageLocation a group's licence takes the directory's location (group licensing page, Dec 2022); whether that holds for guests is not said.",
  ),
  cloudPcStatusFilterable: is(
    false,
    'Whether $filter on `status` of Cloud PCs works in beta is not documented.',
  ),
  assignReplaces: is(
    true,
    'assign of provisioning policies and of Intune apps takes the whole list; that it replaces is implied by client tools.',
  ),
  onboardAgainRefused: is(false, 'What onboarding an onboarded tenant answers is not documented.'),
  profileServicePrincipalNull: is(
    false,
    "The schema says a profile's servicePrincipal is never null, Microsoft's sample shows null.",
  ),
  profilePatchAnswersBody: is(
    false,
    'PATCH of a profile: 204 in the tutorial, 200 with a body in the reference.',
  ),
  sessionOperatorListsPool: is(
    true,
    'Whether Desktop Virtualization User Session Operator covers the list of sessions in a whole pool is not confirmed; off: it takes a Reader.',
  ),
  onboardByApplication: is(
    true,
    'Pages of 2023 say onboarding is not supported for applications; newer ones of its neighbours list them.',
  ),
  grantMissingPrincipalStatus: is(
    404,
    'An app-role assignment for a group that is not replicated yet: 404 or 400, neither is confirmed.',
  ),
  stoppedVmRunCommandStatus: is(
    409,
    'What a Run Command on a machine that is not running answers is not documented; 409 OperationNotAllowed is expected.',
  ),
  memberWriteNeedsUserPermission: is(
    false,
    'The 2023 table asks for User.ReadWrite.All beside GroupMember.ReadWrite.All to add users; newer pages may ask less.',
  ),
  conditionalAccessFollowsNesting: is(
    true,
    'That Conditional Access reaches members of groups in groups is said by several third parties only.',
  ),
  profileFollowsNesting: is(
    false,
    'Groups in groups on a traffic profile: not supported in Feb 2025, supported in Sep 2026; the Entra limits page says roles do not cascade.',
  ),
  getByIdsUnits: is(3, 'Two pages give 3 and 5 resource units for directoryObjects/getByIds.'),
  requiredBeatsUninstall: is(
    true,
    'Which intent wins when a device has an app both required and to be uninstalled is not documented.',
  ),
} as const satisfies Record<string, SwitchDefinition<boolean | number | string>>;

export type SwitchName = keyof typeof switchDefinitions;
export type SwitchValues = { -readonly [K in SwitchName]: (typeof switchDefinitions)[K]['default'] };

type SwitchValue = boolean | number | string;

/** The switches in force. */
export class Switches {
  readonly #values: Record<SwitchName, SwitchValue>;

  constructor() {
    const defaults = Object.entries(switchDefinitions).map(([name, { default: value }]) => [name, value]);
    this.#values = Object.fromEntries(defaults) as Record<SwitchName, SwitchValue>;
  }

  get<K extends SwitchName>(name: K): Widen<SwitchValues[K]> {
    return this.#values[name] as Widen<SwitchValues[K]>;
  }

  /** Throws when there is no such switch or the value is of another kind than its default. */
  set(name: string, value: SwitchValue): void {
    if (!isSwitchName(name))
      throw new Error(`There is no switch '${name}'; known are ${Object.keys(this.#values).join(', ')}`);
    const wanted = typeof switchDefinitions[name].default;
    if (typeof value !== wanted)
      throw new Error(`Switch '${name}' takes a ${wanted}, not ${JSON.stringify(value)}`);
    this.#values[name] = value;
  }

  all(): Readonly<Record<string, SwitchValue>> {
    return { ...this.#values };
  }
}

type Widen<T> = T extends boolean ? boolean : T extends number ? number : string;

function isSwitchName(name: string): name is SwitchName {
  return Object.hasOwn(switchDefinitions, name);
}
