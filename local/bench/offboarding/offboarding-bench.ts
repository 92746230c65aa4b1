import { guestRecord } from '../../../shared/domain/guest-record';
import { hintFor } from '../../../shared/domain/hint';
import type { GuestId } from '../../../shared/domain/ids';
import type { BenchFigures } from '../bench-figures';
import { BenchRig, START_MS } from '../bench-rig';
import { BLOCKED_GROUP, LeavingTenant } from './leaving-tenant';
import { endOfPlan, startLeaving } from './start-leaving';

const COUNTS = [50, 5_000];
/** Five thousand take minutes: fewer where somebody wants an answer sooner. */
const MOST_GUESTS = Number(process.env['BENCH_MOST_GUESTS'] ?? 5_000);
/** Somebody else of the same app has used up most of the bucket: what is refused must be waited out. */
const THROTTLED = { guests: 200, writesAtOnce: 100 };
const LIMIT_SECONDS = 1_800;
const PROBE_EVERY_SECONDS = 10;

type Rig = BenchRig<LeavingTenant>;

/**
 * A partner leaves: accounts disabled and deleted in one burst, which no policy may ask for and which is the most it
 * could write. On virtual time, beside a tenant in memory; while it goes on a guest of another partner accepts every
 * ten seconds. The bound is (writes - bucket) / refill, latency left out (facts, limits and reliability, 3.3).
 */
export async function benchOffboarding(): Promise<BenchFigures> {
  const figures: BenchFigures = {};
  for (const count of COUNTS.map((one) => Math.min(one, MOST_GUESTS)))
    Object.assign(figures, await removalFigures(count));
  return { ...figures, ...(await throttledFigures()) };
}

async function removalFigures(count: number): Promise<BenchFigures> {
  const beganMs = performance.now();
  const { rig, seconds, remark, probes } = await leave(count, undefined);
  const { written, cutCalls } = rig.tenant;
  // All runs together: guests, orders, the job and the few who came meanwhile.
  const events = round(rig.host.fed.events / count);
  await rig.host.stop();
  const lastWrite = round((written.lastWriteMs - START_MS) / 1000);
  const bound = Math.max(0, (2 * count - 3_000) / 20);
  const name = (figure: string) => `${figure}For${count}`;
  return {
    [name('cutCalls')]: cutCalls.slice(0, 3).join(', '),
    [name('callsUntilNobodyCanSignIn')]: cutCalls.indexOf('nest') + 1,
    [name('endedAs')]: remark,
    [name('graphWrites')]: written.writes,
    [name('virtualSecondsToLastWrite')]: lastWrite,
    [name('virtualSecondsToFinished')]: seconds,
    [name('boundSeconds')]: bound,
    ...(bound > 0 && { [name('makespanOverBound')]: round(seconds / bound) }),
    [name('refusedWrites')]: written.refusals,
    [name('callsBeforeRetryAfter')]: written.early,
    [name('probes')]: probes.length,
    [name('slowestProbeVirtualSeconds')]: Math.max(0, ...probes),
    [name('historyEventsFedPerGuest')]: events,
    [name('wallSeconds')]: round((performance.now() - beganMs) / 1000),
  };
}

async function throttledFigures(): Promise<BenchFigures> {
  const { rig, seconds, remark } = await leave(THROTTLED.guests, THROTTLED.writesAtOnce);
  const { written } = rig.tenant;
  await rig.host.stop();
  return {
    throttledEndedAs: remark,
    throttledVirtualSeconds: seconds,
    throttledRefusedWrites: written.refusals,
    throttledCallsBeforeRetryAfter: written.early,
  };
}

interface Left {
  rig: Rig;
  seconds: number;
  remark: string;
  /** Seconds from acceptance to ready of each guest who came meanwhile. */
  probes: number[];
}

async function leave(count: number, writesAtOnce: number | undefined): Promise<Left> {
  const tenant = new LeavingTenant(count, new Date(START_MS).toISOString(), writesAtOnce);
  const rig: Rig = await BenchRig.open(tenant, BLOCKED_GROUP);
  await startLeaving(rig.ports, tenant);
  const sent: { guest: GuestId; atMs: number }[] = [];
  let remark: string | undefined;
  for (let second = 0; remark === undefined; second += 1) {
    if (second > LIMIT_SECONDS) throw new Error(`The removal of ${count} was not over in ${LIMIT_SECONDS} s`);
    const probe = tenant.probes[sent.length];
    if (second % PROBE_EVERY_SECONDS === 0 && probe !== undefined) {
      sent.push({ guest: probe, atMs: rig.nowMs() });
      await rig.send([hintFor({ kind: 'guest', id: probe }, `probe-${probe}`)]);
    }
    await rig.runFor(1);
    remark = await endOfPlan(rig.ports);
  }
  const seconds = (rig.nowMs() - START_MS) / 1000;
  await rig.runFor(PROBE_EVERY_SECONDS);
  return { rig, seconds, remark, probes: await secondsToReady(rig, sent) };
}

/** A probe that was not ready counts as endless. */
async function secondsToReady(
  { ports }: Rig,
  sent: readonly { guest: GuestId; atMs: number }[],
): Promise<number[]> {
  const ready = sent.map(async ({ guest, atMs }) => {
    const row = (await ports.subjects.read({ kind: 'guest', id: guest }))?.value;
    const { readyAt } = guestRecord(row?.detail);
    return readyAt === null ? Infinity : (Date.parse(readyAt) - atMs) / 1000;
  });
  return Promise.all(ready);
}

const round = (value: number): number => Math.round(value * 100) / 100;
