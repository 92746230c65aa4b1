import { isCutByGroup } from '../domain/partner-cut';
import { wantedClient } from '../domain/client-rollout';
import type { GuestSituation, UserFacts } from '../domain/guest-facts';
import { groupsThatMatter } from '../domain/groups-that-matter';
import { groupId, type GroupId, type GuestId } from '../domain/ids';
import { policyForDomain, type PartnerPolicy } from '../domain/partner-policy';
import type { GuestToRead, LiveRound } from './live-round';

/** What a guest's run would read of it, out of what the round has read; with the groups that were given beside. */
export async function readSituation(round: LiveRound, one: GuestToRead): Promise<GuestSituation> {
  const { guest, partner, record } = one;
  const user = round.users.get(guest);
  const policy = await policyOf(round, user, guest);
  const given = record.grants.map(({ group }) => groupId(group));
  const base = {
    policy,
    blockedGroup: round.deps.blockedGroup,
    stage: await stageOf(round, policy?.partner ?? partner, guest),
    homeTenantOfDomain: null,
    // The sign-in log costs a request a guest: the guest's own run reads it.
    signedInFrom: null,
    isInvitedByUs: false,
    exclusion: 'not-named' as const,
  };
  if (user === undefined) {
    const where = (await round.deps.directory.isSoftDeleted(guest)) ? 'soft-deleted' : 'absent';
    return { ...base, user: where, groups: [] };
  }
  if (policy === null) return { ...base, user, groups: await round.groupsOf(given, guest) };
  return {
    ...base,
    user,
    ...(await underPolicy(round, guest, policy, given)),
    ...(await homeOf(round, user)),
  };
}

/** As the guest's run would read it: with the client that the guest's ring is at. */
async function policyOf(
  round: LiveRound,
  user: UserFacts | undefined,
  guest: GuestId,
): Promise<PartnerPolicy | null> {
  const domain = user?.domain ?? null;
  const policy = domain === null ? undefined : policyForDomain(round.policies, domain);
  if (policy === undefined) return null;
  if (policy.client.rings === undefined) return policy;
  const member = { guest, host: round.leases.get(guest)?.host ?? null };
  return { ...policy, client: wantedClient(policy, await round.rollout(policy.partner), member) };
}

async function underPolicy(
  round: LiveRound,
  guest: GuestId,
  policy: PartnerPolicy,
  given: readonly GroupId[],
) {
  const { blockedGroup, invitedGuests } = round.deps;
  return {
    groups: await round.groupsOf([...groupsThatMatter(policy, blockedGroup), ...given], guest),
    isInvitedByUs: await invitedGuests.has(guest),
    exclusion: await round.exclusionOf(guest),
  };
}

async function homeOf({ deps }: LiveRound, { domain }: UserFacts) {
  return {
    homeTenantOfDomain: domain === null ? null : ((await deps.directory.findHomeTenant(domain)) ?? null),
  };
}

async function stageOf(
  round: LiveRound,
  partner: string | null,
  guest: GuestId,
): Promise<GuestSituation['stage']> {
  const stage = partner === null ? undefined : (await round.stage(partner))?.value;
  if (stage === undefined) return { name: 'open', isPlanned: false, isCutByGroup: false };
  const subject = { kind: 'guest' as const, id: guest };
  const isPlanned = stage.plan !== null && (await round.deps.plans.names(stage.plan.id, subject));
  return { name: stage.stage, isPlanned, isCutByGroup: isCutByGroup(stage) };
}
