import { ownGrants } from './adopted';
import type { Grant, GuestRecord } from './guest-record';
import type { DesktopOffer, PartnerPolicy } from './partner-policy';

/** The memberships an offer of the policy gives. Pure. */
export function grantsOf(policy: PartnerPolicy, offer: DesktopOffer): Grant[] {
  const { partner, accessGroup } = policy;
  const access: Grant = { kind: 'access-group', group: accessGroup, partner };
  if (offer.kind !== 'windows-365') return [access];
  return [access, { kind: 'cloud-pc-group', group: offer.cloudPcGroup, partner }];
}

type Held = Pick<GuestRecord, 'grants' | 'adoptedHosts' | 'desktop'>;

/** A grant is a reason: a partner for whom the guest is in a group. Several may hold it there. */
const reasonKey = ({ group, partner }: Grant): string => `${group} ${partner}`;

/** Both lists as one, each reason once; the first word on a reason stays. Pure. */
export function withGrants(grants: readonly Grant[], more: readonly Grant[]): Grant[] {
  const known = new Set(grants.map(reasonKey));
  return [...grants, ...more.filter((grant) => !known.has(reasonKey(grant)))];
}

/** Whether another engagement of the guest goes on once `partner` has no reason any more; what is adopted is none. Pure. */
export function goesOnElsewhere(record: Held, partner: string | null): boolean {
  const own = ownGrants(record);
  return withoutReasonsOf(record, partner).staying.some((grant) => own.includes(grant));
}

/** Whether the guest stays in the group once `partner` has no reason any more. Pure. */
export const staysIn = (record: Held, group: string, partner: string): boolean =>
  withoutReasonsOf(record, partner).staying.some(
    (grant) => grant.kind !== 'blocked-group' && grant.group === group,
  );

/**
 * The reasons that stay once `partner` has none any more, and the memberships that end with the last one: a group that
 * another partner still gives, or that is adopted, is not left. `partner` null: nobody has a reason any more, since the
 * guest itself is gone or not entitled. Blocks are no reasons, and stay. Pure.
 */
export function withoutReasonsOf(
  record: Held,
  partner: string | null,
): { staying: Grant[]; leaving: Grant[] } {
  const own = ownGrants(record);
  const isGone = (grant: Grant): boolean =>
    own.includes(grant) && (partner === null || grant.partner === partner);
  const staying = record.grants.filter((grant) => !isGone(grant));
  const held = new Set(staying.filter(({ kind }) => kind !== 'blocked-group').map(({ group }) => group));
  const seen = new Set<string>();
  const leaving = record.grants.filter((grant) => {
    const isLast = isGone(grant) && !held.has(grant.group) && !seen.has(grant.group);
    if (isLast) seen.add(grant.group);
    return isLast;
  });
  return { staying, leaving };
}
