import type { ConditionalAccessPolicy, GrantControl, GuestCondition } from './conditional-access-policy';
import type { SignInSubject } from './sign-in-subject';

/** How the person comes in. */
export interface SignInPath {
  applicationIds: readonly string[];
  /** `browser`, `mobileAppsAndDesktopClients`, ...; undefined: any. */
  clientAppType?: string | undefined;
  /** `windows`, `android`, ...; undefined: any. */
  platform?: string | undefined;
}

/** Values of `appliedConditionalAccessPolicy.result`. */
type PolicyResult =
  | 'success'
  | 'failure'
  | 'notApplied'
  | 'notEnabled'
  | 'reportOnlySuccess'
  | 'reportOnlyFailure'
  | 'reportOnlyNotApplied';

export interface PolicyVerdict {
  policy: ConditionalAccessPolicy;
  applies: boolean;
  result: PolicyResult;
  /** Controls that the sign-in did not meet. */
  unmet: GrantControl[];
}

/** What each policy says about the sign-in; order kept. */
export function evaluatePolicies(
  policies: readonly ConditionalAccessPolicy[],
  subject: SignInSubject,
  path: SignInPath,
): PolicyVerdict[] {
  return policies.map((policy) => {
    const applies = policy.state !== 'disabled' && matches(policy, subject, path);
    const unmet = applies ? unmetControls(policy, subject) : [];
    return { policy, applies, result: resultOf(policy, applies, unmet), unmet };
  });
}

/** The enforced policies that keep the sign-in out. */
export function refusals(verdicts: readonly PolicyVerdict[]): PolicyVerdict[] {
  return verdicts.filter(({ result }) => result === 'failure');
}

function resultOf(
  { state }: ConditionalAccessPolicy,
  applies: boolean,
  unmet: readonly GrantControl[],
): PolicyResult {
  if (state === 'disabled') return 'notEnabled';
  if (state === 'enabled') {
    if (!applies) return 'notApplied';
    return unmet.length === 0 ? 'success' : 'failure';
  }
  if (!applies) return 'reportOnlyNotApplied';
  return unmet.length === 0 ? 'reportOnlySuccess' : 'reportOnlyFailure';
}

function matches({ conditions }: ConditionalAccessPolicy, subject: SignInSubject, path: SignInPath): boolean {
  const { applications, clientAppTypes, platforms } = conditions;
  return (
    isUserIncluded(conditions.users, subject) &&
    !isUserExcluded(conditions.users, subject) &&
    names(applications.includeApplications, path.applicationIds) &&
    !names(applications.excludeApplications, path.applicationIds) &&
    holds(clientAppTypes, path.clientAppType) &&
    (platforms == null ||
      (holds(platforms.includePlatforms, path.platform) &&
        !isNamed(platforms.excludePlatforms, path.platform)))
  );
}

type Users = ConditionalAccessPolicy['conditions']['users'];

function isUserIncluded(users: Users, subject: SignInSubject): boolean {
  const { includeUsers, includeGroups, includeRoles, includeGuestsOrExternalUsers } = users;
  if (includeUsers.includes('All')) return true;
  return isMeant(includeUsers, includeGroups, includeRoles, includeGuestsOrExternalUsers, subject);
}

function isUserExcluded(users: Users, subject: SignInSubject): boolean {
  const { excludeUsers, excludeGroups, excludeRoles, excludeGuestsOrExternalUsers } = users;
  return isMeant(excludeUsers, excludeGroups, excludeRoles, excludeGuestsOrExternalUsers, subject);
}

function isMeant(
  userIds: readonly string[],
  groupIds: readonly string[],
  roles: readonly string[],
  guests: GuestCondition,
  subject: SignInSubject,
): boolean {
  if (userIds.includes(subject.userId)) return true;
  if (userIds.includes('GuestsOrExternalUsers') && subject.external !== null) return true;
  if (groupIds.some((id) => subject.groupIds.has(id.toLowerCase()))) return true;
  return roles.some((role) => subject.roles.includes(role)) || isGuestMeant(guests, subject);
}

function isGuestMeant(guests: GuestCondition, { external }: SignInSubject): boolean {
  if (guests == null || external === null) return false;
  if (
    !guests.guestOrExternalUserTypes
      .split(',')
      .map((type) => type.trim())
      .includes(external.type)
  )
    return false;
  const tenants = guests.externalTenants;
  if (tenants == null || tenants.membershipKind === 'all') return true;
  return external.tenantId !== null && tenants.members.includes(external.tenantId);
}

function names(listed: readonly string[], ids: readonly string[]): boolean {
  const lower = listed.map((id) => id.toLowerCase());
  return lower.includes('all') || ids.some((id) => lower.includes(id.toLowerCase()));
}

/** An empty list or `all` holds for everything; an unknown circumstance for everything too. */
function holds(listed: readonly string[], value: string | undefined): boolean {
  return listed.length === 0 || listed.includes('all') || value === undefined || listed.includes(value);
}

function isNamed(listed: readonly string[], value: string | undefined): boolean {
  return listed.includes('all') || (value !== undefined && listed.includes(value));
}

/** `AND` wants all controls, `OR` one; a block is never met. */
function unmetControls(
  { grantControls: grant }: ConditionalAccessPolicy,
  subject: SignInSubject,
): GrantControl[] {
  const wanted = grant?.builtInControls ?? [];
  const unmet = wanted.filter((control) => control === 'block' || !subject.satisfied.has(control));
  const isMet = grant?.operator === 'OR' && wanted.length > 0 && unmet.length < wanted.length;
  return isMet && !unmet.includes('block') ? [] : unmet;
}
