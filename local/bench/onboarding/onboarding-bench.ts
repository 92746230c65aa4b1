import { ensureClient } from '../../../orchestrations/activities/ensure-client';
import { guestRecord } from '../../../shared/domain/guest-record';
import { hintFor } from '../../../shared/domain/hint';
import { guestId, hostId, stableGuid } from '../../../shared/domain/ids';
import { runId, type Subject } from '../../../shared/domain/subject';
import type { BenchFigures } from '../bench-figures';
import { CountedTenant, GUESTS_PER_PARTNER } from './counted-tenant';
import { BenchRig, START_MS } from '../bench-rig';

const COUNTS = [1, 100, 1_000, 10_000];
/** Ten thousand take some minutes: who is in a hurry asks for fewer. */
const MOST_GUESTS = Number(process.env['BENCH_MOST_GUESTS'] ?? 10_000);
const LIMIT_SECONDS = 3_600;
const SAMPLED = 100;
/** Members in one PATCH at most (Graph, Add members), and on a page of them. */
const MEMBERS_PER_PATCH = 20;
const MEMBERS_PER_PAGE = 999;
const [SHARED_HOSTS, SHARING_GUESTS] = [40, 200];

/**
 * Onboarding in bursts, on virtual time, beside a tenant in memory: guests who accept in the same moment, personal
 * hosts, a minute for each install. Calls are those the adapters would make. The arithmetic minimum (facts, limits and
 * reliability, 3.3) is a PATCH for each twenty guests of a partner, an assignment and an install for each guest, and the
 * group's members read page by page before and after; reading each guest, its host and the install is not in it.
 */
export async function benchOnboarding(): Promise<BenchFigures> {
  const figures: BenchFigures = {};
  for (const count of COUNTS.filter((one) => one <= MOST_GUESTS))
    Object.assign(figures, await burstFigures(count));
  return { ...figures, ...fedGrowth(figures), ...(await sharedHostFigures()) };
}

type Rig = BenchRig<CountedTenant>;

const openRig = (guests: number): Promise<Rig> =>
  BenchRig.open(new CountedTenant(guests, new Date(START_MS).toISOString()));

async function burstFigures(count: number): Promise<BenchFigures> {
  const beganMs = performance.now();
  const rig = await openRig(count);
  const { guests, counted } = rig.tenant;
  await rig.send(guests.map((id) => hintFor({ kind: 'guest', id }, `burst-${id}`)));
  await rig.run(LIMIT_SECONDS);
  const seconds = await secondsToReady(rig);
  const events = await historyEvents(rig);
  const { fed } = rig.host;
  await rig.host.stop();
  const reads = counted.graphReads + counted.armReads;
  const writes = counted.groupWrites + counted.hostAssignments + counted.installs + counted.otherArmWrites;
  const least = minimumOf(count);
  const name = (figure: string) => `${figure}For${count}`;
  return {
    [name('readyGuests')]: seconds.length,
    [name('callsPerGuest')]: round((reads + writes) / count),
    [name('minimumCallsPerGuest')]: round((least.writes + least.reads) / count),
    [name('writesPerGuest')]: round(writes / count),
    [name('writesOverMinimum')]: round(writes / least.writes),
    [name('groupWrites')]: counted.groupWrites,
    [name('groupWritesOverMinimum')]: round(counted.groupWrites / least.groupWrites),
    [name('installsPerHost')]: round(counted.installs / count),
    [name('medianVirtualSecondsToReady')]: seconds[Math.floor(seconds.length / 2)] ?? 0,
    [name('lastVirtualSecondsToReady')]: seconds.at(-1) ?? 0,
    [name('historyEventsPerGuest')]: events,
    [fedName(count)]: round(fed.events / count),
    [name('wallSeconds')]: round((performance.now() - beganMs) / 1000),
    [name('peakResidentMiB')]: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** Events given to orchestrators to read again, those of hosts and groups included. */
const fedName = (count: number): string => `historyEventsFedPerGuestFor${count}`;

/** Whether a guest costs more where there are more of them; empty where the sizes were not all counted. */
function fedGrowth(figures: BenchFigures): BenchFigures {
  const [few, many] = [figures[fedName(100)], figures[fedName(10_000)]];
  return typeof few === 'number' && typeof many === 'number'
    ? { historyEventsFedFor10000OverFor100: round(many / few) }
    : {};
}

interface Minimum {
  groupWrites: number;
  writes: number;
  reads: number;
}

/** Partners are filled one after the other. */
function minimumOf(count: number): Minimum {
  const least: Minimum = { groupWrites: 0, writes: 2 * count, reads: 0 };
  for (let left = count; left > 0; left -= GUESTS_PER_PARTNER) {
    const guests = Math.min(left, GUESTS_PER_PARTNER);
    least.groupWrites += Math.ceil(guests / MEMBERS_PER_PATCH);
    least.reads += 2 * Math.ceil(guests / MEMBERS_PER_PAGE);
  }
  return { ...least, writes: least.writes + least.groupWrites };
}

async function secondsToReady({ ports, tenant }: Rig): Promise<number[]> {
  const seconds: number[] = [];
  for (const id of tenant.guests) {
    const row = (await ports.subjects.read({ kind: 'guest', id }))?.value;
    const { acceptedToReadySeconds } = guestRecord(row?.detail);
    if (row?.state === 'ready' && acceptedToReadySeconds !== null) seconds.push(acceptedToReadySeconds);
  }
  return seconds.sort((a, b) => a - b);
}

/** Events in the histories of a guest's own runs, when they have ended. */
async function historyEvents({ ports, tenant, host }: Rig): Promise<number> {
  const sample = tenant.guests.slice(0, SAMPLED);
  let events = 0;
  for (const id of sample) {
    const subject: Subject = { kind: 'guest', id };
    const runs = (await ports.subjects.read(subject))?.value.run ?? 0;
    for (let run = 1; run <= runs; run += 1) events += host.history(runId(subject, run)).length;
  }
  return round(events / sample.length);
}

/** Two hundred guests wait for the client on forty hosts. */
async function sharedHostFigures(): Promise<BenchFigures> {
  const rig = await openRig(1);
  const { ports, tenant } = rig;
  const [policy] = tenant.policies;
  if (policy === undefined) throw new Error('The bench has no partner');
  const { version, installerUrl, sha256 } = policy.client;
  const client = { version, installerUrl, sha256, intuneAppId: null, startVm: policy.startVm, window: null };
  const ask = ensureClient({ ...ports, permit: () => Promise.resolve(undefined) });
  for (let n = 0; n < SHARING_GUESTS; n += 1) {
    const name = `shared-${n % SHARED_HOSTS}`;
    const guest = guestId(stableGuid(`sharing-${n}`));
    const life = { subject: { kind: 'guest' as const, id: guest }, run: 1, token: 't', waitedSeconds: 0 };
    const target = { kind: 'vm' as const, vmResourceId: `/vm/${name}`, sessionHostId: `/host/${name}` };
    await ask({ life, guest, partner: policy.partner, host: hostId(stableGuid(name)), target, client });
  }
  await rig.run(LIMIT_SECONDS / 10);
  const isShared = (id: string) => id.startsWith('/vm/shared-');
  const installs = [...tenant.installsOn].filter(([id]) => isShared(id));
  await rig.host.stop();
  return {
    sharedHosts: SHARED_HOSTS,
    sharingGuests: SHARING_GUESTS,
    sharedHostsInstalledOn: installs.length,
    installsOnSharedHosts: installs.reduce((sum, [, times]) => sum + times, 0),
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;
