import type { Desktops, SessionHost } from '../../shared/clients/desktops';
import type { Directory } from '../../shared/clients/directory';
import { freeHosts, hostPoolFlaw } from '../../shared/domain/choose-host';
import { TerminalError } from '../../shared/domain/codes';
import type { HostSeeker } from '../../shared/domain/host-reuse';
import { hostId, type GuestId } from '../../shared/domain/ids';
import { done, later, refused, type Outcome, type Stop } from '../../shared/domain/outcome';
import { receiptOf, type Receipt } from '../../shared/domain/receipt';
import { isSameName } from '../../shared/domain/replay-inputs';
import { runId } from '../../shared/domain/subject';
import type { Desktop } from '../contract';
import type { Act } from './activity';
import { findLeasedHost, releaseLease, takeLease, type LeaseDeps, type LeasedHost } from './host-lease';
import { recordsOfCandidates } from './records-of-candidates';
import type { TakenHosts } from './taken-hosts';
import type { WritePermit } from './write-permit';

interface Deps extends LeaseDeps {
  desktops: Desktops;
  directory: Directory;
  permit: WritePermit;
  takenHosts: TakenHosts;
}

const READ_BACK_AGAIN_SECONDS = 5;
/** In a burst everybody reads the same list; whoever finds nothing in it reads a fresh one. */
const LIST_AGE_SECONDS = 30;
/** So many hosts somebody else was faster at, and the run waits for calmer times. */
const MOST_TRIES = 3;
const MOST_PROBED = 10;
const TRY_AGAIN_SECONDS = 5;

/**
 * A personal session host is bound to the guest afterwards: leased in our records first, since two runs may
 * choose at once and the service's PATCH has no If-Match, then assigned, then read back. A leased host that is gone, or
 * is another machine now, is released and another one taken. Safe to repeat.
 */
export const ensurePersonalHost =
  (deps: Deps): Act<'ensurePersonalHost'> =>
  async ({ guest, partner, hostPools, hostReuse, life, only = ANY }) => {
    const principal = await deps.directory.readUserPrincipalName(guest);
    if (principal === undefined) return refused('guest-gone', 'the guest is not in the directory any more');
    const ban = await deps.permit(partner, guest);
    if (ban) return ban;
    const pools = hostPools.filter((id) => only.pool === null || isSameName(id, only.pool));
    const by = runId(life.subject, life.run);
    const seeker = { guest, partner, principal, hostPools: pools, hostReuse, name: only.host, by };
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const choice = (await leasedHost(deps, seeker)) ?? (await leaseHost(deps, seeker, tries > 0));
      if (choice.kind === 'stop') return choice.stop;
      const assigned = await assign(deps, choice.leased, seeker);
      if (assigned !== 'taken') return assigned;
    }
    return later('unavailable', TRY_AGAIN_SECONDS);
  };

interface Seeker extends HostSeeker {
  guest: GuestId;
  principal: string;
  hostPools: readonly string[];
  /** The one session host that may be leased; null = any. */
  name: string | null;
  /** The run that seeks. */
  by: string;
}

const ANY = { host: null, pool: null };

type Choice = { kind: 'host'; leased: LeasedHost } | { kind: 'stop'; stop: Stop };

const isOwnedBy = (host: SessionHost, { principal }: Seeker): boolean =>
  host.assignedUser?.toLowerCase() === principal.toLowerCase();

/** `taken`: somebody else got the host since it was listed; it is released. */
async function assign(
  deps: Deps,
  { host, vmId, leasedBy }: LeasedHost,
  seeker: Seeker,
): Promise<Outcome<Desktop & { changed: boolean; receipts: Receipt[] }> | 'taken'> {
  const changed = !isOwnedBy(host, seeker);
  if (changed && host.assignedUser !== null) {
    const message = `session host ${host.name} is leased to this guest but assigned to somebody else`;
    return refused('ambiguous', message);
  }
  if (changed) {
    if (!(await tryToAssign(deps, host, seeker))) {
      await releaseLease(deps, vmId, 'as-before');
      return 'taken';
    }
    const seen = await deps.desktops.readSessionHost(host.id);
    if (seen === undefined || !isOwnedBy(seen, seeker))
      return later('not-replicated', READ_BACK_AGAIN_SECONDS);
  }
  const target = { kind: 'vm' as const, vmResourceId: host.vmResourceId ?? '', sessionHostId: host.id };
  // A repeat of the run that leased it finds it assigned: that was its own doing.
  const isOwnDoing = changed || leasedBy === seeker.by;
  const receipts = isOwnDoing ? [receiptOf('host-assigned', seeker.guest, vmId, ASSIGNED, deps.now())] : [];
  return done({ kind: 'avd-personal', host: vmId, name: host.name, target, changed, receipts });
}

const ASSIGNED = {
  before: { lease: 'clean', isAssigned: false },
  after: { lease: 'leased', isAssigned: true },
};

/** False = the service refused because somebody else has the host now; another refusal is thrown on. */
async function tryToAssign({ desktops }: Deps, host: SessionHost, seeker: Seeker): Promise<boolean> {
  try {
    await desktops.assignUser(host.id, seeker.principal);
    return true;
  } catch (error) {
    if (!(error instanceof TerminalError) || error.code !== 'rejected') throw error;
    const seen = await desktops.readSessionHost(host.id);
    if (seen !== undefined && seen.assignedUser !== null && !isOwnedBy(seen, seeker)) return false;
    throw error;
  }
}

async function leasedHost(deps: Deps, { guest, partner }: Seeker): Promise<Choice | undefined> {
  const found = await findLeasedHost(deps, guest);
  switch (found.kind) {
    case 'none':
      return undefined;
    case 'several':
      return { kind: 'stop', stop: refused('ambiguous', 'more than one host is leased to this guest') };
    case 'host':
      return found;
    case 'replaced':
      // Its disk may still hold the guest's files: nobody gets it before somebody says that it is clean.
      await releaseLease(deps, found.vmId, { dirtyOf: partner });
      return undefined;
  }
}

/**
 * Tries hosts of the list everybody reads, a few of them that nobody here has just found taken, each by its own record;
 * only who finds none there reads a fresh list.
 */
async function leaseHost(deps: Deps, seeker: Seeker, isFresh: boolean): Promise<Choice> {
  const { hostPools } = seeker;
  for (const poolId of hostPools) {
    const flaw = hostPoolFlaw(await deps.desktops.readHostPool(poolId));
    if (flaw !== undefined) return { kind: 'stop', stop: refused('host-pool-unsupported', flaw) };
    const leased = await leaseInPool(deps, seeker, poolId, isFresh);
    if (leased !== undefined) return { kind: 'host', leased };
  }
  if (!isFresh) return leaseHost(deps, seeker, true);
  const what = seeker.name === null ? 'session host' : `session host of the name ${seeker.name}`;
  const message = `no free and healthy ${what} in ${hostPools.length} pool(s) that hostReuse: ${seeker.hostReuse} allows`;
  return { kind: 'stop', stop: refused('no-free-host', message) };
}

async function leaseInPool(
  deps: Deps,
  seeker: Seeker,
  poolId: string,
  isFresh: boolean,
): Promise<LeasedHost | undefined> {
  const all = await deps.desktops.listSessionHosts(poolId, isFresh ? 0 : LIST_AGE_SECONDS);
  const own = all.filter((host) => isOwnedBy(host, seeker));
  const listed = all.filter(({ name }) => seeker.name === null || isSameName(name, seeker.name));
  const free = isFresh ? await freeByRecords(deps, seeker, listed) : likelyFree(deps, seeker, listed);
  for (const host of [...own, ...free]) {
    if (host.vmId === null || host.vmResourceId === null) continue;
    const vmId = hostId(host.vmId);
    // Who has the host already, by somebody else's doing, is given nothing by this run.
    const leasedBy = isOwnedBy(host, seeker) ? undefined : seeker.by;
    const isLeased = await takeLease(deps, { ...seeker, by: leasedBy }, vmId, host);
    deps.takenHosts.add(vmId);
    if (isLeased) return { host, vmId, leasedBy };
  }
  return undefined;
}

async function freeByRecords({ hosts }: Deps, seeker: Seeker, listed: readonly SessionHost[]) {
  const records = await recordsOfCandidates(hosts, listed, seeker);
  return freeHosts(listed, records, seeker.guest, seeker);
}

function likelyFree({ takenHosts }: Deps, seeker: Seeker, listed: readonly SessionHost[]) {
  return freeHosts(listed, [], seeker.guest, seeker)
    .filter(({ vmId }) => vmId !== null && !takenHosts.has(hostId(vmId)))
    .slice(0, MOST_PROBED);
}
