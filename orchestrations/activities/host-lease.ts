import type { Desktops, SessionHost } from '../../shared/clients/desktops';
import { freshHostRecord, type HostRecord } from '../../shared/domain/host-record';
import { mayLease, type HostSeeker } from '../../shared/domain/host-reuse';
import { hostId, type GuestId, type HostId, type PartnerId } from '../../shared/domain/ids';
import type { HostRecords } from '../../shared/state/hosts';

export interface LeaseDeps {
  desktops: Desktops;
  hosts: HostRecords;
  now: () => Date;
}

export interface LeasedHost {
  host: SessionHost;
  vmId: HostId;
  /** Run that leased it; undefined = not known. */
  leasedBy: string | undefined;
}

type Found =
  | { kind: 'none' | 'several' }
  | { kind: 'host'; leased: LeasedHost }
  /** The session host left its pool, or another machine bears its name now. */
  | { kind: 'replaced'; vmId: HostId };

/** The virtual machine leased to a guest, as its pool shows it now. */
export async function findLeasedHost({ desktops, hosts }: LeaseDeps, guest: GuestId): Promise<Found> {
  const leases = (await hosts.leasedTo(guest)).filter(({ value }) => value.target.kind === 'vm');
  const lease = leases[0]?.value;
  if (lease?.target.kind !== 'vm') return { kind: 'none' };
  const leasedBy = lease.lease.kind === 'leased' ? lease.lease.by : undefined;
  if (leases.length > 1) return { kind: 'several' };
  const { sessionHostId } = lease.target;
  const host = await desktops.readSessionHost(sessionHostId);
  const vmId = lease.host;
  // A session host that was registered a moment ago bears no machine yet: that is no other machine.
  if (host !== undefined)
    return host.vmId === null || hostId(host.vmId) === vmId
      ? { kind: 'host', leased: { host, vmId, leasedBy } }
      : { kind: 'replaced', vmId };
  // One "not there" may be a replica's; a host is given up when its pool does not list it either.
  const pool = sessionHostId.replace(/\/sessionHosts\/[^/]+$/i, '');
  const listed = (await desktops.listSessionHosts(pool)).find(
    ({ id, vmId: machine }) => id.toLowerCase() === sessionHostId.toLowerCase() || machine === vmId,
  );
  return listed === undefined
    ? { kind: 'replaced', vmId }
    : { kind: 'host', leased: { host: listed, vmId, leasedBy } };
}

/**
 * Takes the host for the guest in our records; false = somebody was faster, or it is not free for this seeker. A client
 * that was to be taken off it stays. Safe to repeat.
 */
export async function takeLease(
  deps: LeaseDeps,
  { guest, by, ...seeker }: HostSeeker & { guest: GuestId; by: string | undefined },
  host: HostId,
  { id, vmResourceId }: SessionHost,
): Promise<boolean> {
  const at = deps.now().toISOString();
  const lease = { kind: 'leased' as const, guest, at, ...(by !== undefined && { by }) };
  const target = { kind: 'vm' as const, vmResourceId: vmResourceId ?? '', sessionHostId: id };
  const stored = await deps.hosts.read(host);
  if (stored === undefined) {
    const written = await deps.hosts.insert(freshHostRecord(host, target, lease));
    return written === 'written' || isLeasedTo(deps, guest, host);
  }
  const { lease: before } = stored.value;
  if (before.kind === 'leased' || !mayLease(before, seeker)) return false;
  const taken = { ...stored.value, target, lease: { ...lease, before }, isClientUnwanted: false };
  const written = await deps.hosts.replace(taken, stored.etag);
  return written === 'written' || isLeasedTo(deps, guest, host);
}

/** A conflict may be our own write whose answer was lost and which the client sent again. */
async function isLeasedTo({ hosts }: LeaseDeps, guest: GuestId, host: HostId): Promise<boolean> {
  const lease = (await hosts.read(host))?.value.lease;
  return lease?.kind === 'leased' && lease.guest === guest;
}

/**
 * Gives a lease back: as it was before where the guest did not get the host, dirty where it did. A conflict is left to whoever
 * was faster; the next look finds what it needs. Safe to repeat.
 */
export async function releaseLease(
  { hosts, now }: LeaseDeps,
  host: HostId,
  as: 'as-before' | { dirtyOf: PartnerId },
): Promise<void> {
  const stored = await hosts.read(host);
  if (stored?.value.lease.kind !== 'leased') return;
  const { guest, before = { kind: 'clean' as const } } = stored.value.lease;
  const lease: HostRecord['lease'] =
    as === 'as-before'
      ? before
      : { kind: 'dirty', lastGuest: guest, lastPartner: as.dirtyOf, at: now().toISOString() };
  await hosts.replace({ ...stored.value, lease }, stored.etag);
}
