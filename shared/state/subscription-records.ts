import type { SubscriptionRecord } from '../domain/subscription-record';
import type { Versioned } from './subjects';

/** Our subscriptions, those being made and those replaced a while ago included: a handful of rows. */
export interface SubscriptionRecords {
  list(): Promise<Versioned<SubscriptionRecord>[]>;
  /** Writes a record that must not exist yet. `conflict`: it does, nothing was written. */
  insert(record: SubscriptionRecord): Promise<'written' | 'conflict'>;
  /** Replaces the record if it still has `etag`. `conflict`: it has not, nothing was written. */
  replace(record: SubscriptionRecord, etag: string): Promise<'written' | 'conflict'>;
  /** Removes the record if it still has `etag`; one that is gone counts as removed. */
  remove(key: string, etag: string): Promise<'removed' | 'conflict'>;
}
