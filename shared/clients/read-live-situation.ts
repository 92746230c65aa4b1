import { isCutByGroup } from '../domain/partner-cut';
import type { GuestSituation, UserFacts } from '../domain/guest-facts';
import { groupsThatMatter } from '../domain/groups-that-matter';
import { groupId, type GroupId, type GuestId } from '../domain/ids';
import { policyForDomain, type PartnerPolicy } from '../domain/partner-policy';
import type { GuestToRead, LiveRound } from './live-round';

/** What a guest's run would read of it, out of what the round has read; with the groups that were given beside. */
export async function readSituation(round: LiveRound, one: GuestToRead): Promise<GuestSituation> {
  const { guest, partner, record } = one;
  const user = round.users.get(guest);
  const policy = policyOf(round, user);
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

function policyOf({ policies }: LiveRound, user: UserFacts | undefined): PartnerPolicy | null {
  const domain = user?.domain ?? null;
  return domain === null ? null : (policyForDomain(policies, domain) ?? null);
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
