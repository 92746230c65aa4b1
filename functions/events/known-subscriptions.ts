import { isAccepted, type SubscriptionRecord } from '../../shared/domain/subscription-record';
import type { SubscriptionRecords } from '../../shared/state/subscription-records';

interface Deps {
  subscriptionRecords: SubscriptionRecords;
  now: () => Date;
}

/** Gives the records a delivery may belong to. */
export type KnownSubscriptions = (wanted: ReadonlySet<string>) => Promise<readonly SubscriptionRecord[]>;

const FRESH_MS = 60_000;
/** However many strangers write: the table is asked again at most this often. */
const SHORTEST_MS = 2_000;

/**
 * The records of our subscriptions, kept in memory for a minute so that a delivery costs no read. One that names a
 * subscription nobody has heard of makes it look again, since another instance may just have created it. Throws
 * what the table throws where it has nothing to go by: what cannot be checked is not taken.
 */
export function knownSubscriptions({ subscriptionRecords, now }: Deps): KnownSubscriptions {
  let kept: { records: SubscriptionRecord[]; atMs: number } | undefined;
  let reading: Promise<SubscriptionRecord[]> | undefined;
  const read = async (): Promise<SubscriptionRecord[]> => {
    try {
      const records = (await subscriptionRecords.list()).map(({ value }) => value);
      kept = { records, atMs: now().getTime() };
      return records;
    } finally {
      reading = undefined;
    }
  };
  const again = () => (reading ??= read());
  return async (wanted) => {
    const nowMs = now().getTime();
    const ageMs = kept === undefined ? Infinity : nowMs - kept.atMs;
    const holdsAll = (records: readonly SubscriptionRecord[]) =>
      [...wanted].every((id) => records.some((record) => record.id === id));
    const isStale = ageMs >= FRESH_MS || (ageMs >= SHORTEST_MS && !holdsAll(kept?.records ?? []));
    const records = kept === undefined || isStale ? await again() : kept.records;
    return records.filter((record) => isAccepted(record, nowMs));
  };
}
