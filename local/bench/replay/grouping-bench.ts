import { failureRoutes } from '../../../functions/admin/failure-routes';
import { fingerprint, type Failure } from '../../../shared/domain/failure';
import { stableGuid } from '../../../shared/domain/ids';
import { memoryFailures } from '../../../shared/state/memory/memory-failures';
import type { BenchFigures } from '../bench-figures';
import { askRoute } from '../ask-route';
import { measured } from '../measured';

const FAILURES = 10_000;
const CAUSES = 25;
const AT = '2026-09-01T12:00:00.000Z';

/** 10,000 open failures of 25 causes, told by cause as the admin API does. State is in memory. */
export async function benchGrouping(): Promise<BenchFigures> {
  const failures = memoryFailures();
  for (let n = 0; n < FAILURES; n += 1) await failures.open(failureOf(n));
  const [route] = failureRoutes;
  const { result, elapsedMs, heapMiB } = await measured(() => askRoute(route, {}, { failures }));
  return {
    failuresGrouped: FAILURES,
    causesFound: (result as { causes: unknown[] }).causes.length,
    groupingElapsedMs: elapsedMs,
    groupingHeapGrowthMiB: heapMiB,
  };
}

function failureOf(n: number): Failure {
  const id = stableGuid(`failed-${n}`);
  const cause = { flow: 'guest', step: `step-${n % CAUSES}`, code: 'forbidden', resource: 'guest' };
  return {
    ...cause,
    fingerprint: fingerprint(cause),
    subject: { kind: 'guest', id },
    key: `guest-${id}`,
    message: 'the directory refused the write',
    fix: 'Grant what is missing.',
    partner: `partner-${n % 40}`,
    run: `guest-${id}-1`,
    firstSeenAt: AT,
    lastSeenAt: AT,
    evidence: { entry: null, seen: null },
  };
}
