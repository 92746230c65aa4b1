import { freeHosts, type HostCandidate } from '../choose-host';
import type { HostRecord } from '../host-record';
import type { HostSeeker } from '../host-reuse';
import { guestId, partnerId } from '../ids';

/** The session hosts of a pool, each counted once, under the first word that fits. */
export interface HostCounts {
  /** Somebody's: leased in our records, or assigned in the pool. */
  leased: number;
  /** Nobody's, and nobody could sign in: not available, drained, failing a health check, or without a machine. */
  unhealthy: number;
  /** Nobody's, with the last user's files on its disk. */
  dirty: number;
  /** Ready for anybody whose policy takes it. */
  clean: number;
}

/** Counts the hosts of one pool. Pure. */
export function countHosts(hosts: readonly HostCandidate[], records: readonly HostRecord[]): HostCounts {
  const leases = new Map<string, HostRecord['lease']>(records.map(({ host, lease }) => [host, lease]));
  const counts = { leased: 0, unhealthy: 0, dirty: 0, clean: 0 };
  for (const host of hosts) counts[wordFor(host, leases.get(host.vmId?.toLowerCase() ?? ''))] += 1;
  return counts;
}

function wordFor(host: HostCandidate, lease: HostRecord['lease'] | undefined): keyof HostCounts {
  if (lease?.kind === 'leased' || host.assignedUser !== null) return 'leased';
  if (freeHosts([host], [], ANYBODY, NO_RECORDS_MATTER).length === 0) return 'unhealthy';
  return lease?.kind === 'dirty' ? 'dirty' : 'clean';
}

/** How many hosts a guest of the seeker's could be leased now: by the same rule by which one is chosen. Pure. */
export const countFree = (
  hosts: readonly HostCandidate[],
  records: readonly HostRecord[],
  seeker: HostSeeker,
): number => freeHosts(hosts, records, ANYBODY, seeker).length;

/** The order in which hosts are offered depends on the guest, their number does not. */
const ANYBODY = guestId('00000000-0000-4000-8000-000000000000');
/** Without records nobody's policy is asked. */
const NO_RECORDS_MATTER: HostSeeker = { partner: partnerId('anybody'), hostReuse: 'never' };
