import type { GroupId } from './ids';
import type { PartnerPolicy } from './partner-policy';

/** The groups whose members a guest's intent is decided by; each once. Pure. */
export function groupsThatMatter(policy: PartnerPolicy, blockedGroup: GroupId | null): GroupId[] {
  const named = [
    policy.accessGroup,
    policy.admitWhen.rule === 'eligibility-group' ? policy.admitWhen.group : undefined,
    ...policy.desktops.map((offer) => offer.forGroup),
    ...policy.desktops.map((offer) => (offer.kind === 'windows-365' ? offer.cloudPcGroup : undefined)),
    blockedGroup ?? undefined,
  ];
  return [...new Set(named.filter((group) => group !== undefined))];
}
