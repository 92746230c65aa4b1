import { guestRecord, type GuestRecord } from '../guest-record';
import { desktopOfferFor } from '../intent';
import type { DesktopOffer, PartnerPolicy } from '../partner-policy';
import type { SubjectRow } from '../subject-row';
import type { CapacityFacts } from './capacity-facts';

/** Guests of one partner who have no desktop yet and are to get one. */
export interface Demand {
  policy: PartnerPolicy;
  /** Have not accepted their invitation. */
  invited: number;
  /** Have accepted, and wait. */
  waiting: number;
  /** How many of both want which offer. */
  byOffer: ReadonlyMap<DesktopOffer, number>;
}

/** States in which a guest may still be on its way in. */
const COMING = new Set(['invited', 'working', 'held']);
/** Holds of guests who are kept out: no desktop has to be there for them. */
const KEPT_OUT = new Set([
  'blocked',
  'excluded',
  'guest-gone',
  'identity-mismatch',
  'identity-unsupported',
  'not-external',
  'other-partner',
  'partner-cut',
  'restored',
  'writes-not-allowed',
]);

/** Who wants what, partner by partner. A choice whose group could not be read counts as not made. Pure. */
export function countDemand(facts: CapacityFacts): Demand[] {
  const leased = new Set<string>(
    facts.records.flatMap(({ lease }) => (lease.kind === 'leased' ? [lease.guest] : [])),
  );
  const coming = facts.rows.filter((row) => isComing(row) && !leased.has(row.subject.id));
  return facts.policies.map((policy) => {
    const own = coming.filter(({ partner }) => partner === policy.partner);
    const invited = own.filter(({ state }) => state === 'invited').length;
    const byOffer = new Map<DesktopOffer, number>();
    for (const row of own) {
      const offer = offerOf(row, policy, facts);
      if (offer === undefined || isCounted(guestRecord(row.detail), offer)) continue;
      byOffer.set(offer, (byOffer.get(offer) ?? 0) + 1);
    }
    return { policy, invited, waiting: own.length - invited, byOffer };
  });
}

function isComing({ state, detail }: SubjectRow): boolean {
  if (!COMING.has(state)) return false;
  const { desktop, removal, reason } = guestRecord(detail);
  return desktop === null && removal === null && !(state === 'held' && KEPT_OUT.has(reason?.code ?? ''));
}

function offerOf({ subject }: SubjectRow, policy: PartnerPolicy, { groups }: CapacityFacts) {
  const chosen = policy.desktops.flatMap(({ forGroup }) =>
    forGroup !== undefined && groups.get(forGroup)?.users.has(subject.id) ? [forGroup] : [],
  );
  return desktopOfferFor({ groups: chosen }, policy);
}

/** Whoever is in the Cloud PC group holds a unit already, unless none was left. */
const isCounted = ({ grants, reason }: GuestRecord, offer: DesktopOffer): boolean =>
  offer.kind === 'windows-365' &&
  reason?.code !== 'licence-missing' &&
  grants.some(({ kind, group }) => kind === 'cloud-pc-group' && group === offer.cloudPcGroup);
