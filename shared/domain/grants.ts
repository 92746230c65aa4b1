import type { Grant } from './guest-record';
import type { DesktopOffer, PartnerPolicy } from './partner-policy';

/** The memberships an offer of the policy gives. Pure. */
export function grantsOf(policy: PartnerPolicy, offer: DesktopOffer): Grant[] {
  const { partner, accessGroup } = policy;
  const access: Grant = { kind: 'access-group', group: accessGroup, partner };
  if (offer.kind !== 'windows-365') return [access];
  return [access, { kind: 'cloud-pc-group', group: offer.cloudPcGroup, partner }];
}

/** Both lists as one, each group once; the first word on a group stays. Pure. */
export function withGrants(grants: readonly Grant[], more: readonly Grant[]): Grant[] {
  const known = new Set(grants.map(({ group }) => group));
  return [...grants, ...more.filter(({ group }) => !known.has(group))];
}
