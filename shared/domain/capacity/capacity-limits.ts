import type { CapacityLimit } from '../admin-api/capacity-view';
import { HOLDS } from '../holds';
import type { DesktopOffer } from '../partner-policy';
import type { CapacityFacts } from './capacity-facts';
import { capacitySources, subscriptionOf } from './capacity-sources';
import type { Demand } from './count-demand';
import { countFree } from './count-hosts';

/** Role assignments of one subscription; the figure is fixed (Troubleshoot Azure RBAC limits, January 2024). */
export const MOST_ROLE_ASSIGNMENTS = 4_000;
/** What the preparation of one partner takes of it at most: desktop, machine sign-in, start on connect. */
const A_PARTNER_TAKES = 3;

type Offer<K extends DesktopOffer['kind']> = Extract<DesktopOffer, { kind: K }>;
type Wish<K extends DesktopOffer['kind']> = { partner: string; offer: Offer<K>; needed: number };

/** Everything that can run out, what runs out first in front. Pure. */
export function capacityLimits(facts: CapacityFacts, demand: readonly Demand[]): CapacityLimit[] {
  const limits = [
    ...hostLimits(facts, demand),
    ...licenceLimits(facts, wishesFor('windows-365', demand)),
    ...capacitySources(facts.policies).subscriptions.map((one) => roleLimit(facts, one)),
  ];
  return limits.sort(
    (a, b) =>
      URGENCY[a.verdict] - URGENCY[b.verdict] || (a.left ?? 0) - (b.left ?? 0) || (a.name < b.name ? -1 : 1),
  );
}

const URGENCY: Readonly<Record<CapacityLimit['verdict'], number>> = {
  short: 0,
  unknown: 1,
  tight: 2,
  enough: 3,
};

/** The offers of one kind, each with how many of its partner's guests wait for it. */
function wishesFor<K extends DesktopOffer['kind']>(kind: K, demand: readonly Demand[]): Wish<K>[] {
  return demand.flatMap(({ policy, byOffer }) =>
    policy.desktops
      .filter((offer): offer is Offer<K> => offer.kind === kind)
      .map((offer) => ({ partner: policy.partner, offer, needed: byOffer.get(offer) ?? 0 })),
  );
}

/** An offer's pools are looked at together. Another partner's guests may take each host of a shared pool first. */
function hostLimits(facts: CapacityFacts, demand: readonly Demand[]): CapacityLimit[] {
  const wishes = wishesFor('avd-personal', demand);
  return wishes.map((wish) => {
    const policy = facts.policies.find(({ partner }) => partner === wish.partner);
    const pools = new Set(wish.offer.hostPools);
    const rivals = wishes.filter(
      (other) => other !== wish && other.offer.hostPools.some((pool) => pools.has(pool)),
    );
    const lists = wish.offer.hostPools.map((pool) => facts.pools.get(pool));
    const free =
      policy === undefined || lists.includes(undefined)
        ? null
        : countFree(
            lists.flatMap((list) => list ?? []),
            facts.records,
            policy,
          );
    return judged({
      resource: 'hosts',
      name: wish.offer.hostPools.map(lastSegment).join(', '),
      partners: [wish.partner],
      free,
      needed: wish.needed,
      rivals: sum(rivals),
      fix: HOLDS['no-free-host'].fix,
    });
  });
}

/** A licence is one heap for all partners whose Cloud PC groups carry it. */
function licenceLimits(facts: CapacityFacts, wishes: readonly Wish<'windows-365'>[]): CapacityLimit[] {
  const bySku = new Map<string, Wish<'windows-365'>[]>();
  for (const wish of wishes) {
    const carried = facts.skusOf.get(wish.offer.cloudPcGroup) ?? [];
    const skus = wish.offer.licence === undefined ? carried : [wish.offer.licence];
    for (const sku of skus.length === 0 ? [NO_LICENCE] : skus)
      bySku.set(sku, [...(bySku.get(sku) ?? []), wish]);
  }
  return [...bySku].map(([sku, own]) => {
    const units = facts.units?.find((one) => one.sku === sku);
    const isUnread = facts.units === undefined || (sku === NO_LICENCE && isGroupUnread(facts, own));
    return judged({
      resource: 'licence',
      name: sku,
      partners: [...new Set(own.map(({ partner }) => partner))],
      free: isUnread ? null : Math.max(0, (units?.bought ?? 0) - (units?.used ?? 0)),
      needed: sum(own),
      rivals: 0,
      fix: HOLDS['licence-missing'].fix,
    });
  });
}

/** Named so where a Cloud PC group carries no licence, or could not be asked. */
const NO_LICENCE = 'none on the group';
const isGroupUnread = ({ skusOf }: CapacityFacts, own: readonly Wish<'windows-365'>[]): boolean =>
  own.some(({ offer }) => !skusOf.has(offer.cloudPcGroup));

/** Guests cost no role assignment, a further partner does. */
function roleLimit({ roleAssignments, policies }: CapacityFacts, subscription: string): CapacityLimit {
  const used = roleAssignments.get(subscription);
  const users = policies.filter(({ desktops }) =>
    desktops.some(
      (offer) =>
        offer.kind === 'avd-personal' &&
        offer.hostPools.some((pool) => subscriptionOf(pool) === subscription),
    ),
  );
  const limit = judged({
    resource: 'role-assignments',
    name: subscription,
    partners: users.map(({ partner }) => partner),
    free: used === undefined ? null : MOST_ROLE_ASSIGNMENTS - used,
    needed: 0,
    rivals: 0,
    fix: `Take role assignments away that nobody needs, or put further pools into another subscription: ${MOST_ROLE_ASSIGNMENTS} is fixed.`,
  });
  const isTight = limit.free !== null && limit.free < A_PARTNER_TAKES;
  return isTight ? { ...limit, verdict: 'tight' } : { ...limit, fix: null };
}

/** `tight`: nothing is left for the next guest, though all who are known get theirs. */
function judged(
  limit: Omit<CapacityLimit, 'left' | 'verdict' | 'observed' | 'fix'> & { fix: string },
): CapacityLimit {
  const { free, needed, rivals } = limit;
  const left = free === null ? null : free - needed - rivals;
  const verdict =
    left === null ? 'unknown' : left < 0 ? 'short' : left === 0 && needed > 0 ? 'tight' : 'enough';
  const others = rivals === 0 ? '' : `, ${rivals} by other partners’ guests`;
  const observed =
    free === null
      ? `${needed} needed${others}; how many are free could not be read`
      : `${free} free, ${needed} needed${others}`;
  return { ...limit, left, verdict, observed, fix: verdict === 'enough' ? null : limit.fix };
}

const sum = (wishes: readonly { needed: number }[]): number =>
  wishes.reduce((all, { needed }) => all + needed, 0);
const lastSegment = (id: string): string => id.split('/').at(-1) ?? id;
