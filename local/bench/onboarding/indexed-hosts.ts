import type { HostRecord } from '../../../shared/domain/host-record';
import type { HostRecords } from '../../../shared/state/hosts';
import type { Versioned } from '../../../shared/state/subjects';

/** {@link HostRecords} in memory, with an index by guest: the one for tests reads every record to find a lease. */
export function indexedHosts(): HostRecords {
  const rows = new Map<string, Versioned<HostRecord>>();
  const byGuest = new Map<string, Set<string>>();
  let writes = 0;
  const store = (record: HostRecord): 'written' => {
    writes += 1;
    rows.set(record.host, { value: structuredClone(record), etag: String(writes) });
    if (record.lease.kind === 'leased') {
      const { guest } = record.lease;
      byGuest.set(guest, (byGuest.get(guest) ?? new Set<string>()).add(record.host));
    }
    return 'written';
  };
  return {
    read: (host) => Promise.resolve(structuredClone(rows.get(host))),
    insert: (record) => Promise.resolve(rows.has(record.host) ? 'conflict' : store(record)),
    replace: (record, etag) =>
      Promise.resolve(rows.get(record.host)?.etag === etag ? store(record) : 'conflict'),
    leasedTo: (guest) => {
      const hosts = [...(byGuest.get(guest) ?? [])].map((host) => rows.get(host));
      const leased = hosts.flatMap((row) =>
        row?.value.lease.kind === 'leased' && row.value.lease.guest === guest ? [structuredClone(row)] : [],
      );
      return Promise.resolve(leased);
    },
    list: () => Promise.resolve([...rows.values()].map(({ value }) => structuredClone(value))),
  };
}
