import type { SubscriptionRecord } from '../../domain/subscription-record';
import type { SubscriptionRecords } from '../subscription-records';
import { MemoryRows } from './memory-rows';

/** {@link SubscriptionRecords} in memory, for tests: forgets all when it is dropped. */
export function memorySubscriptionRecords(): SubscriptionRecords {
  const rows = new MemoryRows<SubscriptionRecord>('Subscriptions');
  return {
    list: () => rows.list(),
    insert: (record) => rows.insert(record.key, record),
    replace: (record, etag) => rows.replace(record.key, record, etag),
    remove: (key, etag) => rows.remove(key, etag),
  };
}
