import type { PlanRecord } from '../../domain/plan-record';
import type { Plans } from '../plans';
import { MemoryRows } from './memory-rows';

/** {@link Plans} in memory, for tests: forgets all when it is dropped. */
export function memoryPlans(): Plans {
  const rows = new MemoryRows<PlanRecord>('Plans');
  return {
    read: (id) => rows.read(id),
    insert: (record) => rows.insert(record.id, record),
    replace: (record, etag) => rows.replace(record.id, record, etag),
    list: async () => (await rows.list()).map(({ value }) => value),
  };
}
