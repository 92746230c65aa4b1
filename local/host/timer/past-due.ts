import { type Schedule } from './schedule';
import { type TimerStatus } from './timer-status';

/** What a timer finds when its host starts: the status to go on with, and whether an occurrence was missed. */
export interface TimerStart {
  status: TimerStatus;
  isPastDue: boolean;
}

/**
 * Decides at start whether an occurrence was missed while no host ran. A schedule that changed since the last
 * status is taken anew, without blaming the timer for what the old schedule promised.
 *
 * COMMUNITY: reconstructed from the published behaviour of the WebJobs timer extension's monitor; the case of a
 * timer that never ran (its first occurrence counts from the last write) is INFERRED.
 */
export function startOf(schedule: Schedule, known: TimerStatus | undefined, nowMs: number): TimerStart {
  const nextFromNowMs = schedule.nextMs(nowMs) ?? Number.MAX_SAFE_INTEGER;
  if (!known) return { status: { nextMs: nextFromNowMs, updatedMs: nowMs }, isPastDue: false };
  const expectedMs = schedule.nextMs(known.lastMs ?? known.updatedMs) ?? Number.MAX_SAFE_INTEGER;
  if (expectedMs === known.nextMs) return { status: known, isPastDue: nowMs > known.nextMs };
  const nextMs = nowMs > expectedMs ? nextFromNowMs : expectedMs;
  return { status: { nextMs, updatedMs: known.lastMs ?? known.updatedMs }, isPastDue: false };
}

const MINUTE_MS = 60_000;
const LOOK_AHEAD = 5;

/** Timers that run more often than once a minute are never monitored, whatever `useMonitor` says. */
export function isMonitorable(schedule: Schedule, nowMs: number): boolean {
  let afterMs = schedule.nextMs(nowMs);
  for (let step = 0; step < LOOK_AHEAD && afterMs !== undefined; step += 1) {
    const nextMs = schedule.nextMs(afterMs);
    if (nextMs !== undefined && nextMs - afterMs < MINUTE_MS) return false;
    afterMs = nextMs;
  }
  return true;
}
