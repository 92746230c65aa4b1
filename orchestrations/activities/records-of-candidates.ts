import type { SessionHost } from '../../shared/clients/desktops';
import { freeHosts } from '../../shared/domain/choose-host';
import type { HostRecord } from '../../shared/domain/host-record';
import type { HostSeeker } from '../../shared/domain/host-reuse';
import { hostId, type GuestId } from '../../shared/domain/ids';
import type { HostRecords } from '../../shared/state/hosts';

/** So many records are read one by one; where more are wanted, the list of all of them costs less. */
const MOST_READ_SINGLY = 30;

/** The records of those hosts that nobody has as far as their pool says: the others need none to be known as taken. */
export async function recordsOfCandidates(
  hosts: HostRecords,
  candidates: readonly SessionHost[],
  seeker: HostSeeker & { guest: GuestId },
): Promise<HostRecord[]> {
  const wanted = freeHosts(candidates, [], seeker.guest, seeker).map(({ vmId }) => vmId ?? '');
  if (wanted.length > MOST_READ_SINGLY) return hosts.list();
  const stored = await Promise.all(wanted.map((id) => hosts.read(hostId(id))));
  return stored.flatMap((row) => (row === undefined ? [] : [row.value]));
}
