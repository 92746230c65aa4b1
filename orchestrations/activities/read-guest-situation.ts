import type { Directory } from '../../shared/clients/directory';
import type { SignIns } from '../../shared/clients/sign-ins';
import {
  asksForHosts,
  clientRolloutSchema,
  rolloutCursor,
  wantedClient,
} from '../../shared/domain/client-rollout';
import type { GuestSituation, UserFacts } from '../../shared/domain/guest-facts';
import { groupsThatMatter } from '../../shared/domain/groups-that-matter';
import { identityProvider } from '../../shared/domain/identity-gate';
import type { GroupId, GuestId, TenantId } from '../../shared/domain/ids';
import { isEntitled } from '../../shared/domain/intent';
import { done } from '../../shared/domain/outcome';
import { isCutByGroup } from '../../shared/domain/partner-cut';
import { policyForDomain, type PartnerPolicy } from '../../shared/domain/partner-policy';
import {
  undoCursor,
  undoInstructionSchema,
  type UndoInstruction,
} from '../../shared/domain/undo-instruction';
import type { Cursors } from '../../shared/state/cursors';
import type { HostRecords } from '../../shared/state/hosts';
import type { InvitedGuests } from '../../shared/state/invited-guests';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Plans } from '../../shared/state/plans';
import type { Partners } from '../../shared/state/partners';
import type { Act } from './activity';
import type { ExclusionReader } from './read-exclusion';

interface Deps {
  directory: Directory;
  signIns: SignIns;
  partners: Partners;
  invitedGuests: InvitedGuests;
  stages: PartnerStages;
  plans: Plans;
  cursors: Pick<Cursors, 'read'>;
  hosts: Pick<HostRecords, 'leasedTo'>;
  /** The tenant's blocked group; null = none is configured. */
  blockedGroup: GroupId | null;
  exclusion: ExclusionReader;
}

/**
 * Reads what the tenant says of a guest now, and whose policy applies: with the client that the guest's ring is at.
 * Changes nothing.
 */
export const readGuestSituation =
  (deps: Deps): Act<'readGuestSituation'> =>
  async ({ guest, partner, provenFor }) => {
    const { directory, blockedGroup } = deps;
    const user = await directory.readUser(guest);
    const stage = await readStage(deps, partner, guest);
    const nobody = { ...NOTHING_KNOWN, blockedGroup, stage, undo: await readAsked(deps, guest) };
    if (user === undefined) {
      const where = (await directory.isSoftDeleted(guest)) ? 'soft-deleted' : 'absent';
      return done({ ...nobody, user: where });
    }
    const stored =
      user.domain === null ? undefined : policyForDomain(await deps.partners.list(), user.domain);
    if (stored === undefined || user.domain === null) return done({ ...nobody, user });
    const policy = { ...stored, client: await clientFor(deps, stored, guest) };
    const groups = await directory.readMemberships(guest, groupsThatMatter(policy, blockedGroup));
    const isInvitedByUs = await deps.invitedGuests.has(guest);
    const exclusion = await deps.exclusion(guest);
    const own = policy.partner === partner ? stage : await readStage(deps, policy.partner, guest);
    const known = { ...nobody, user, policy, groups, isInvitedByUs, exclusion, stage: own };
    // Whoever is not entitled is ignored: nobody else's systems are asked about such a person.
    if (!isEntitled(known, policy, user)) return done(known);
    return done({ ...known, ...(await readIdentity(deps, user, user.domain, provenFor)) });
  };

async function clientFor(
  { cursors, hosts }: Deps,
  policy: PartnerPolicy,
  guest: GuestId,
): Promise<PartnerPolicy['client']> {
  if (policy.client.rings === undefined) return policy.client;
  const cursor = await cursors.read(rolloutCursor(policy.partner));
  const rollout = cursor && clientRolloutSchema.parse(cursor.value.detail);
  const leases = asksForHosts(policy.client) ? await hosts.leasedTo(guest) : [];
  return wantedClient(policy, rollout, { guest, host: leases[0]?.value.host ?? null });
}

const NOTHING_KNOWN = {
  policy: null,
  groups: [],
  homeTenantOfDomain: null,
  signedInFrom: null,
  isInvitedByUs: false,
  exclusion: 'not-named',
} satisfies Partial<GuestSituation>;

/** What a running undo asks of the guest. */
async function readAsked({ cursors }: Deps, guest: GuestId): Promise<UndoInstruction | null> {
  const stored = await cursors.read(undoCursor(guest));
  const found = stored && undoInstructionSchema.parse(stored.value.detail);
  return found?.state === 'asked' ? found : null;
}

async function readStage(
  { stages, plans }: Deps,
  partner: string | null,
  guest: GuestId,
): Promise<GuestSituation['stage']> {
  const stage = partner === null ? undefined : (await stages.read(partner))?.value;
  if (stage === undefined) return { name: 'open', isPlanned: false, isCutByGroup: false };
  const isPlanned = stage.plan !== null && (await plans.names(stage.plan.id, { kind: 'guest', id: guest }));
  return { name: stage.stage, isPlanned, isCutByGroup: isCutByGroup(stage) };
}

async function readIdentity(
  { directory, signIns }: Deps,
  user: UserFacts,
  domain: string,
  provenFor: string | null,
): Promise<{ homeTenantOfDomain: TenantId | null; signedInFrom: TenantId | null }> {
  const homeTenantOfDomain = (await directory.findHomeTenant(domain)) ?? null;
  const acceptedAt = user.externalUserStateChangedAt;
  const isOpen = user.externalUserState === 'Accepted' && acceptedAt !== null && acceptedAt !== provenFor;
  if (!isOpen || identityProvider(user) !== 'entra') return { homeTenantOfDomain, signedInFrom: null };
  const signedInFrom = (await signIns.homeTenantOf(user.id, acceptedAt)) ?? null;
  return { homeTenantOfDomain, signedInFrom };
}
