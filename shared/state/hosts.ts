import type { HostRecord } from '../domain/host-record';
import type { GuestId, HostId } from '../domain/ids';
import type { Versioned } from './subjects';

/** What we hold about each host: whose it is, which client was asked for, which was seen. */
export interface HostRecords {
  read(host: HostId): Promise<Versioned<HostRecord> | undefined>;
  /** Writes a record that must not exist yet: the way to take a lease. `conflict`: somebody was faster. */
  insert(record: HostRecord): Promise<'written' | 'conflict'>;
  /** Replaces the record if it still has `etag`. `conflict`: it has not, nothing was written. */
  replace(record: HostRecord, etag: string): Promise<'written' | 'conflict'>;
  /** The records leased to a guest; normally none or one. */
  leasedTo(guest: GuestId): Promise<Versioned<HostRecord>[]>;
  /** The records of all hosts that have one: none of them is free for a newcomer unless its lease is `clean`. */
  list(): Promise<HostRecord[]>;
}
