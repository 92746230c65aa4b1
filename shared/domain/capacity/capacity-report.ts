import type { CapacityView } from '../admin-api/capacity-view';
import type { PartnerPolicy } from '../partner-policy';
import type { CapacityFacts } from './capacity-facts';
import { capacityLimits } from './capacity-limits';
import { capacitySources } from './capacity-sources';
import { countDemand } from './count-demand';
import { countHosts } from './count-hosts';

/** What there is, and what runs out first. `partner` null = of all partners. Rivals count whoever is shown. Pure. */
export function capacityReport(facts: CapacityFacts, partner: string | null, at: string): CapacityView {
  const isShown = (name: string) => partner === null || name === partner;
  const demand = countDemand(facts);
  const policies = facts.policies.filter((policy) => isShown(policy.partner));
  return {
    at,
    partners: demand
      .filter(({ policy }) => isShown(policy.partner))
      .map(({ policy, invited, waiting }) => ({ partner: policy.partner, invited, waiting })),
    limits: capacityLimits(facts, demand).filter(({ partners }) => partners.some(isShown)),
    pools: poolsOf(facts, policies),
    cloudPcs: cloudPcsOf(facts, partner === null ? undefined : policies),
    groups: policies.flatMap((policy) => groupsOf(facts, policy)),
    unread: [...facts.unread],
  };
}

function poolsOf(facts: CapacityFacts, shown: readonly PartnerPolicy[]): CapacityView['pools'] {
  return capacitySources(shown).pools.flatMap((id) => {
    const hosts = facts.pools.get(id);
    if (hosts === undefined) return [];
    const partners = facts.policies.filter((policy) => capacitySources([policy]).pools.includes(id));
    return [{ id, partners: partners.map(({ partner }) => partner), ...countHosts(hosts, facts.records) }];
  });
}

/** Counted by the policy that made them; `shown`: only those that these partners' offers name. */
function cloudPcsOf(
  { cloudPcs = [] }: CapacityFacts,
  shown: readonly PartnerPolicy[] | undefined,
): CapacityView['cloudPcs'] {
  const named = shown?.flatMap(({ desktops }) =>
    desktops.flatMap((offer) => (offer.kind === 'windows-365' ? (offer.provisioningPolicy ?? []) : [])),
  );
  const counts = new Map<string | null, Record<string, number>>();
  for (const { provisioningPolicy, status } of cloudPcs) {
    if (named !== undefined && !named.includes(provisioningPolicy ?? '')) continue;
    const byStatus = counts.get(provisioningPolicy) ?? {};
    counts.set(provisioningPolicy, { ...byStatus, [status]: (byStatus[status] ?? 0) + 1 });
  }
  return [...counts].map(([provisioningPolicy, byStatus]) => ({
    provisioningPolicy,
    total: Object.values(byStatus).reduce((all, one) => all + one, 0),
    byStatus,
  }));
}

function groupsOf({ groups }: CapacityFacts, policy: PartnerPolicy): CapacityView['groups'] {
  const uses = [
    { group: policy.accessGroup as string, use: 'access' as const },
    ...capacitySources([policy]).cloudPcGroups.map((group) => ({ group, use: 'cloud-pc' as const })),
  ];
  return uses.flatMap(({ group, use }) => {
    const found = groups.get(group);
    if (found === undefined) return [];
    return [{ group, partner: policy.partner, use, members: found.users.size, nested: found.others }];
  });
}
