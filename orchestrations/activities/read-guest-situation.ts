import type { Directory } from '../../shared/clients/directory';
import type { GuestSituation } from '../../shared/domain/guest-facts';
import type { GroupId, GuestId } from '../../shared/domain/ids';
import { done } from '../../shared/domain/outcome';
import { policyForDomain, type PartnerPolicy } from '../../shared/domain/partner-policy';
import type { InvitedGuests } from '../../shared/state/invited-guests';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Plans } from '../../shared/state/plans';
import type { Partners } from '../../shared/state/partners';
import type { Act } from './activity';
import type { ExclusionReader } from './read-exclusion';

interface Deps {
  directory: Directory;
  partners: Partners;
  invitedGuests: InvitedGuests;
  stages: PartnerStages;
  plans: Plans;
  /** The tenant's blocked group; null = none is configured. */
  blockedGroup: GroupId | null;
  exclusion: ExclusionReader;
}

/** Reads what the tenant says of a guest now, and whose policy applies. Changes nothing. */
export const readGuestSituation =
  (deps: Deps): Act<'readGuestSituation'> =>
  async ({ guest, partner }) => {
    const { directory, partners, invitedGuests, blockedGroup } = deps;
    const user = await directory.readUser(guest);
    const stage = await readStage(deps, partner, guest);
    const nobody = {
      policy: null,
      groups: [],
      blockedGroup,
      homeTenantOfDomain: null,
      isInvitedByUs: false,
      exclusion: 'not-named' as const,
      stage,
    };
    if (user === undefined) {
      const where = (await directory.isSoftDeleted(guest)) ? 'soft-deleted' : 'absent';
      return done({ ...nobody, user: where });
    }
    const policy = user.domain === null ? undefined : policyForDomain(await partners.list(), user.domain);
    if (policy === undefined || user.domain === null) return done({ ...nobody, user });
    const groups = await directory.readMemberships(guest, groupsThatMatter(policy, blockedGroup));
    const homeTenantOfDomain = (await directory.findHomeTenant(user.domain)) ?? null;
    const isInvitedByUs = await invitedGuests.has(guest);
    const exclusion = await deps.exclusion(guest);
    const own = policy.partner === partner ? stage : await readStage(deps, policy.partner, guest);
    const ours = { blockedGroup, isInvitedByUs, exclusion, stage: own };
    return done({ user, policy, groups, homeTenantOfDomain, ...ours });
  };

async function readStage(
  { stages, plans }: Deps,
  partner: string | null,
  guest: GuestId,
): Promise<GuestSituation['stage']> {
  const stage = partner === null ? undefined : (await stages.read(partner))?.value;
  if (stage === undefined) return { name: 'open', isPlanned: false };
  const isPlanned = stage.plan !== null && (await plans.names(stage.plan.id, { kind: 'guest', id: guest }));
  return { name: stage.stage, isPlanned };
}

function groupsThatMatter(policy: PartnerPolicy, blockedGroup: GroupId | null): GroupId[] {
  const named = [
    policy.accessGroup,
    policy.admitWhen.rule === 'eligibility-group' ? policy.admitWhen.group : undefined,
    ...policy.desktops.map((offer) => offer.forGroup),
    ...policy.desktops.map((offer) => (offer.kind === 'windows-365' ? offer.cloudPcGroup : undefined)),
    blockedGroup ?? undefined,
  ];
  return [...new Set(named.filter((group) => group !== undefined))];
}
