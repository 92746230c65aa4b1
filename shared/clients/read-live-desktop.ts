import { freeHosts } from '../domain/choose-host';
import type { GuestSituation } from '../domain/guest-facts';
import type { HostRecord } from '../domain/host-record';
import type { HostSeeker } from '../domain/host-reuse';
import { hostId, type GuestId } from '../domain/ids';
import { desktopOfferFor } from '../domain/intent';
import type { LiveGuest } from '../domain/replay-plan';
import type { GuestToRead, LiveRound } from './live-round';

type Desktop = Omit<LiveGuest, 'situation'>;
const NOTHING: Desktop = { personalHost: null, hasFreeHost: false, cloudPc: null, client: null };

/** The guest's desktop as it is now; where it has none, whether a host of its pools is left for it. */
export async function readDesktop(
  round: LiveRound,
  { guest, record }: GuestToRead,
  situation: GuestSituation,
): Promise<Desktop> {
  const { policy } = situation;
  const offer = policy === null ? undefined : desktopOfferFor(situation, policy);
  if ((record.desktop ?? offer)?.kind === 'windows-365')
    return readCloudPc(round, record.desktop?.host ?? null);
  const pools = offer?.kind === 'avd-personal' ? offer.hostPools : [];
  const lease = round.leases.get(guest);
  if (lease !== undefined) return readLeased(round, pools, lease);
  const hasFreeHost = await promiseHost(round, pools, guest, policy);
  return { ...NOTHING, hasFreeHost };
}

async function readCloudPc({ deps, records }: LiveRound, id: string | null): Promise<Desktop> {
  const pc = id === null ? undefined : await deps.cloudPcs.readCloudPc(id);
  if (pc === undefined) return NOTHING;
  const proved = records.find(({ host }) => host === pc.id)?.proved ?? null;
  return {
    ...NOTHING,
    cloudPc: { host: hostId(pc.id), status: pc.status },
    client: proved && { version: proved.version },
  };
}

/** Whose name the service has the host assigned to is for the guest's own run to compare: here it is anybody's. */
async function readLeased(
  round: LiveRound,
  pools: readonly string[],
  { host, proved }: HostRecord,
): Promise<Desktop> {
  const all = (await Promise.all(pools.map((pool) => round.sessionHosts(pool)))).flat();
  const isAssigned = all.some(
    ({ vmId, assignedUser }) => vmId?.toLowerCase() === host && assignedUser !== null,
  );
  return { ...NOTHING, personalHost: { host, isAssigned }, client: proved && { version: proved.version } };
}

/** Promises each free host once: so many guests find one as there are. */
async function promiseHost(
  round: LiveRound,
  pools: readonly string[],
  guest: GuestId,
  seeker: HostSeeker | null,
): Promise<boolean> {
  if (seeker === null) return false;
  for (const pool of pools) {
    const free = freeHosts(await round.sessionHosts(pool), round.records, guest, seeker);
    const left = free.find(({ id }) => !round.promised.has(id));
    if (left === undefined) continue;
    round.promised.add(left.id);
    return true;
  }
  return false;
}
