import type { HostRecord } from '../../domain/host-record';
import type { HostRecords } from '../hosts';
import { MemoryRows } from './memory-rows';

/** {@link HostRecords} in memory, for tests: forgets all when it is dropped. */
export function memoryHostRecords(): HostRecords {
  const rows = new MemoryRows<HostRecord>('Hosts');
  return {
    read: (host) => rows.read(host),
    insert: (record) => rows.insert(record.host, record),
    replace: (record, etag) => rows.replace(record.host, record, etag),
    leasedTo: async (guest) =>
      (await rows.list()).filter(({ value: { lease } }) => lease.kind === 'leased' && lease.guest === guest),
    list: async () => (await rows.list()).map(({ value }) => value),
  };
}
