import { type Schedule } from './schedule';
import { type TimerStatus } from './timer-status';

const NEVER = '0001-01-01T00:00:00';

/** The timer trigger's payload as the host sends it; the library makes the keys camel case. */
export function timerInfo(schedule: Schedule, status: TimerStatus, isPastDue: boolean): object {
  return {
    Schedule: { AdjustForDST: schedule.adjustsForDst },
    ScheduleStatus: {
      Last: status.lastMs === undefined ? NEVER : dotNetTime(status.lastMs),
      Next: status.nextMs === Number.MAX_SAFE_INTEGER ? NEVER : dotNetTime(status.nextMs),
      LastUpdated: status.lastMs === undefined ? NEVER : dotNetTime(status.updatedMs),
    },
    IsPastDue: isPastDue,
  };
}

/** Local time of a host that runs in UTC, without a fraction when there is none. */
function dotNetTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('.000Z', 'Z').replace('Z', '+00:00');
}
