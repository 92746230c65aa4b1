import type { Desktops, SessionHost } from '../../shared/clients/desktops';
import type { Directory } from '../../shared/clients/directory';
import { freeHosts, hostPoolFlaw } from '../../shared/domain/choose-host';
import type { HostRecord } from '../../shared/domain/host-record';
import { hostId, type GuestId, type HostId } from '../../shared/domain/ids';
import { done, later, refused, type Outcome } from '../../shared/domain/outcome';
import type { HostRecords } from '../../shared/state/hosts';
import type { Desktop } from '../contract';
import type { Act } from './activity';
import type { WritePermit } from './write-permit';

interface Deps {
  desktops: Desktops;
  directory: Directory;
  hosts: HostRecords;
  permit: WritePermit;
  now: () => Date;
}

const READ_BACK_AGAIN_SECONDS = 5;

/**
 * A personal session host is bound to the guest afterwards: leased in our records first, since two runs may
 * choose at once and the service's PATCH has no If-Match, then assigned, then read back. Safe to repeat.
 */
export const ensurePersonalHost =
  (deps: Deps): Act<'ensurePersonalHost'> =>
  async ({ guest, partner, hostPools }) => {
    const principal = await deps.directory.readUserPrincipalName(guest);
    if (principal === undefined) return refused('guest-gone', 'the guest is not in the directory any more');
    const ban = await deps.permit(partner, guest);
    if (ban) return ban;
    const isGuests: Owns = (host) => host.assignedUser?.toLowerCase() === principal.toLowerCase();
    const choice = (await leasedHost(deps, guest)) ?? (await leaseHost(deps, guest, hostPools, isGuests));
    return choice.kind === 'stop' ? choice.stop : assign(deps, choice, principal, isGuests);
  };

type Owns = (host: SessionHost) => boolean;

async function assign(
  { desktops }: Deps,
  { host, vmId }: Choice & { kind: 'host' },
  principal: string,
  isGuests: Owns,
): Promise<Outcome<Desktop & { changed: boolean }>> {
  const changed = host.assignedUser === null;
  if (!changed && !isGuests(host)) {
    return refused(
      'ambiguous',
      `session host ${host.name} is leased to this guest but assigned to somebody else`,
    );
  }
  if (changed) {
    await desktops.assignUser(host.id, principal);
    const seen = await desktops.readSessionHost(host.id);
    if (seen === undefined || !isGuests(seen)) return later('not-replicated', READ_BACK_AGAIN_SECONDS);
  }
  const target = { kind: 'vm' as const, vmResourceId: host.vmResourceId ?? '', sessionHostId: host.id };
  return done({ kind: 'avd-personal', host: vmId, name: host.name, target, changed });
}

type Choice =
  { kind: 'host'; host: SessionHost; vmId: HostId } | { kind: 'stop'; stop: ReturnType<typeof refused> };

async function leasedHost({ desktops, hosts }: Deps, guest: GuestId): Promise<Choice | undefined> {
  const leases = (await hosts.leasedTo(guest)).filter(({ value }) => value.target.kind === 'vm');
  const lease = leases[0]?.value;
  if (lease?.target.kind !== 'vm') return undefined;
  if (leases.length > 1)
    return { kind: 'stop', stop: refused('ambiguous', 'more than one host is leased to this guest') };
  const host = await desktops.readSessionHost(lease.target.sessionHostId);
  if (host === undefined) {
    const message = `the session host leased to this guest (machine ${lease.host}) is gone from its pool`;
    return { kind: 'stop', stop: refused('not-found', message) };
  }
  return { kind: 'host', host, vmId: lease.host };
}

async function leaseHost(
  deps: Deps,
  guest: GuestId,
  hostPools: readonly string[],
  isGuests: Owns,
): Promise<Choice> {
  const records = await deps.hosts.list();
  for (const poolId of hostPools) {
    const flaw = hostPoolFlaw(await deps.desktops.readHostPool(poolId));
    if (flaw !== undefined) return { kind: 'stop', stop: refused('host-pool-unsupported', flaw) };
    const candidates = await deps.desktops.listSessionHosts(poolId);
    const own = candidates.filter((host) => isGuests(host) && host.vmId !== null);
    for (const host of [...own, ...freeHosts(candidates, records, guest)]) {
      if (host.vmId === null || host.vmResourceId === null) continue;
      const vmId = hostId(host.vmId);
      if (await takeLease(deps, guest, vmId, host)) return { kind: 'host', host, vmId };
    }
  }
  return {
    kind: 'stop',
    stop: refused('no-free-host', `no free, healthy, clean session host in ${hostPools.length} pool(s)`),
  };
}

async function takeLease(
  deps: Deps,
  guest: GuestId,
  host: HostId,
  { id, vmResourceId }: SessionHost,
): Promise<boolean> {
  const lease = { kind: 'leased' as const, guest, at: deps.now().toISOString() };
  const target = { kind: 'vm' as const, vmResourceId: vmResourceId ?? '', sessionHostId: id };
  const stored = await deps.hosts.read(host);
  if (stored === undefined) {
    const nothing = { wanted: null, proved: null, refused: null, isClientUnwanted: false };
    const record: HostRecord = { host, target, lease, ...nothing };
    return (await deps.hosts.insert(record)) === 'written' || isLeasedTo(deps, guest, host);
  }
  if (stored.value.lease.kind !== 'clean') return false;
  const written = await deps.hosts.replace({ ...stored.value, target, lease }, stored.etag);
  return written === 'written' || isLeasedTo(deps, guest, host);
}

/** A conflict may be our own write whose answer was lost and which the client sent again. */
async function isLeasedTo({ hosts }: Deps, guest: GuestId, host: HostId): Promise<boolean> {
  const lease = (await hosts.read(host))?.value.lease;
  return lease?.kind === 'leased' && lease.guest === guest;
}
