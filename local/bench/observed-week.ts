import { hintFor } from '../../shared/domain/hint';
import type { BenchFigures } from './bench-figures';
import { BenchRig, START_MS } from './bench-rig';
import { CountedTenant } from './onboarding/counted-tenant';

const EVENTS = 500;
const WEEK_SECONDS = 7 * 24 * 3600;

/**
 * A week of virtual time in which something happens to five hundred guests who would all be let in, were the partner's
 * mode not `observe`: how many runs looked, and what was written to the tenant. Set to `enforce` afterwards, the very same
 * tenant is written to, so that the nought before is no blindness of the count.
 */
export async function benchObservedWeek(): Promise<BenchFigures> {
  const tenant = new CountedTenant(EVENTS, new Date(START_MS).toISOString());
  const rig = await BenchRig.open(tenant);
  await setMode(rig, 'observe');
  const beganMs = performance.now();
  for (const [at, id] of tenant.guests.entries()) {
    await rig.send([hintFor({ kind: 'guest', id }, `event-${at}`)]);
    await rig.runFor(WEEK_SECONDS / EVENTS);
  }
  const observed = writesOf(tenant);
  const reads = tenant.counted.graphReads + tenant.counted.armReads;
  let runs = 0;
  for await (const row of rig.ports.subjects.list({ kind: 'guest' })) runs += row.run;
  const elapsedMs = Math.round(performance.now() - beganMs);
  await setMode(rig, 'enforce');
  const [first] = tenant.guests;
  if (first !== undefined) await rig.send([hintFor({ kind: 'guest', id: first }, 'enforced')]);
  await rig.runFor(600);
  await rig.host.stop();
  return {
    observedWeekEvents: EVENTS,
    observedWeekRuns: runs,
    observedWeekWrites: observed,
    observedWeekReadsPerEvent: Math.round((reads / EVENTS) * 10) / 10,
    observedWeekElapsedMs: elapsedMs,
    enforcedGuestWrites: writesOf(tenant) - observed,
  };
}

async function setMode(
  { ports: { partners }, tenant }: BenchRig<CountedTenant>,
  kind: 'observe' | 'enforce',
): Promise<void> {
  for (const policy of tenant.policies) {
    const stored = await partners.read(policy.partner);
    await partners.put({ ...policy, mode: { kind } }, stored?.etag);
  }
}

const writesOf = ({ counted }: CountedTenant): number =>
  counted.groupWrites + counted.hostAssignments + counted.installs + counted.otherArmWrites;
