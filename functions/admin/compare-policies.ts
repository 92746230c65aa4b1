import type { GroupId, GuestId, TenantId } from '../../shared/domain/ids';
import type { GuestSituation, UserFacts } from '../../shared/domain/guest-facts';
import { groupId } from '../../shared/domain/ids';
import { decideIntent, type Intent } from '../../shared/domain/intent';
import type { PartnerStageName } from '../../shared/domain/partner-stage';
import { policyForDomain, type PartnerPolicy } from '../../shared/domain/partner-policy';
import { diffGuest, groupsToCompare, type GuestChange } from '../../shared/domain/policy-diff';
import type { AdminDeps } from './admin-deps';

export type CompareDeps = Pick<
  AdminDeps,
  'partnerGuests' | 'directory' | 'invitedGuests' | 'stages' | 'blockedGroup'
>;

/** What was compared, and what comes out. */
export interface Comparison {
  guests: number;
  changes: GuestChange[];
  /** What each guest should have under the candidate. */
  intents: Map<GuestId, Intent>;
}

/**
 * What `candidate` would change for the partner's guests, against what is stored now (undefined = nothing is). Reads
 * each group once, whole; changes nothing. Throws RetryableError or TerminalError.
 */
export async function comparePolicies(
  deps: CompareDeps,
  stored: PartnerPolicy | undefined,
  candidate: PartnerPolicy,
): Promise<Comparison> {
  const policies = stored === undefined ? [candidate] : [stored, candidate];
  const domains = [...new Set(policies.flatMap((policy) => policy.domains))];
  const guests = await deps.partnerGuests.list(domains);
  const stage = (await deps.stages.read(candidate.partner))?.value.stage ?? 'open';
  const world = { ...(await readWorld(deps, policies, domains)), stage };
  const marks = await readMarks(deps, policies, guests);
  const intents = new Map<GuestId, Intent>();
  const changes = guests.flatMap((user) => {
    const before = intentUnder(stored === undefined ? [] : [stored], user, world, marks, false);
    const hadAccess = before.kind === 'admit';
    const after = intentUnder([candidate], user, world, marks, hadAccess);
    intents.set(user.id, after);
    return diffGuest(user.id, before, after) ?? [];
  });
  return { guests: guests.length, changes, intents };
}

interface World {
  members: Map<GroupId, ReadonlySet<GuestId>>;
  homes: Map<string, TenantId | null>;
  blockedGroup: GroupId | null;
  /** How far the partner is on its way out: then neither policy lets anybody in. */
  stage: PartnerStageName;
}

async function readWorld(
  { partnerGuests, directory, blockedGroup }: CompareDeps,
  policies: readonly PartnerPolicy[],
  domains: readonly string[],
): Promise<Omit<World, 'stage'>> {
  const groups = [
    ...groupsToCompare(policies).map(groupId),
    ...(blockedGroup === null ? [] : [blockedGroup]),
  ];
  const members = new Map<GroupId, ReadonlySet<GuestId>>();
  for (const group of new Set(groups)) members.set(group, await partnerGuests.membersOf(group));
  const homes = new Map<string, TenantId | null>();
  for (const domain of domains) homes.set(domain, (await directory.findHomeTenant(domain)) ?? null);
  return { members, homes, blockedGroup };
}

/** Asked only where a policy admits whom Gatehouse invited. */
async function readMarks(
  { invitedGuests }: CompareDeps,
  policies: readonly PartnerPolicy[],
  guests: readonly UserFacts[],
): Promise<ReadonlySet<GuestId>> {
  const marks = new Set<GuestId>();
  if (!policies.some(({ admitWhen }) => admitWhen.rule === 'invited-by-gatehouse')) return marks;
  for (const { id } of guests) if (await invitedGuests.has(id)) marks.add(id);
  return marks;
}

function intentUnder(
  policies: readonly PartnerPolicy[],
  user: UserFacts,
  { members, homes, blockedGroup, stage }: World,
  marks: ReadonlySet<GuestId>,
  hadAccess: boolean,
): ReturnType<typeof decideIntent> {
  const domain = user.domain ?? '';
  const situation: GuestSituation = {
    user,
    policy: policyForDomain(policies, domain) ?? null,
    groups: [...members].flatMap(([group, ids]) => (ids.has(user.id) ? [group] : [])),
    blockedGroup,
    homeTenantOfDomain: homes.get(domain) ?? null,
    isInvitedByUs: marks.has(user.id),
    // Nobody's sign-in log is read for a comparison: a mismatch that only it shows is not told here.
    signedInFrom: null,
    // The same under both policies, so nothing that they differ in.
    stage: { name: stage, isPlanned: false, isCutByGroup: false },
    exclusion: 'not-named',
  };
  return decideIntent(situation, hadAccess);
}
