import { z } from 'zod';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 22:00');

/** When installs, reboots and starts of machines are allowed. A window whose end is not after its start ends the next day. */
export const maintenanceWindowSchema = z.strictObject({
  timeZone: z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Amsterdam'),
  days: z.array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).min(1),
  from: timeOfDay,
  to: timeOfDay,
});
export type MaintenanceWindow = z.output<typeof maintenanceWindowSchema>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    // The engine throws RangeError for a name it does not know.
    return false;
  }
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** What a clock on the wall shows there: the day, counted from 1970, and the minute of it. */
interface WallTime {
  day: number;
  minute: number;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making one costs more than all that is asked of it. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  clocks.set(timeZone, clock);
  return clock;
}

function wallTime(timeZone: string, instantMs: number): WallTime {
  const parts = clockOf(timeZone).formatToParts(instantMs);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const day = Date.UTC(read('year'), read('month') - 1, read('day')) / (DAY_MINUTES * MINUTE_MS);
  return { day, minute: read('hour') * 60 + read('minute') };
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether a window that opens on `day` is one of ours. 1 January 1970 was a Thursday. */
function opensOn({ days }: MaintenanceWindow, day: number): boolean {
  const name = DAYS[(((day + 4) % 7) + 7) % 7];
  return days.some((one) => one === name);
}

/**
 * Whether the window is open, by the clock on the wall of its time zone: an hour that comes twice is open twice, one
 * that is left out is closed. `days` name the day on which the window opens. Pure.
 */
export function isInWindow(window: MaintenanceWindow, instantMs: number): boolean {
  const { day, minute } = wallTime(window.timeZone, instantMs);
  const [from, to] = [minuteOf(window.from), minuteOf(window.to)];
  if (from < to) return opensOn(window, day) && minute >= from && minute < to;
  return (opensOn(window, day) && minute >= from) || (opensOn(window, day - 1) && minute < to);
}

/** A week has every day; two more bear a time zone that leaves a whole day out. */
const MOST_DAYS_AHEAD = 9;

/** When the window is open next: the instant itself where it is open, else the first minute at which it is. Pure. */
export function nextOpening(window: MaintenanceWindow, instantMs: number): number {
  if (isInWindow(window, instantMs)) return instantMs;
  const { day } = wallTime(window.timeZone, instantMs);
  for (let ahead = 0; ahead <= MOST_DAYS_AHEAD; ahead += 1) {
    if (!opensOn(window, day + ahead)) continue;
    const openingMs = firstOpenMinute(window, day + ahead, instantMs);
    if (openingMs !== undefined) return openingMs;
  }
  throw new RangeError('The maintenance window never opens: its days and times leave nothing');
}

/**
 * The first minute after `afterMs`, around the window's start on `day`, at which it is open. No place's clock is more
 * than fifteen hours from UTC, nor changes by more than two: the start is looked for from the earliest it could be.
 */
function firstOpenMinute(window: MaintenanceWindow, day: number, afterMs: number): number | undefined {
  const nominalMs = (day * DAY_MINUTES + minuteOf(window.from)) * MINUTE_MS;
  const offsetMs = offsetAt(window.timeZone, nominalMs);
  const guessMs = nominalMs - offsetMs;
  for (let minutes = -180; minutes <= 180; minutes += 1) {
    const candidateMs = guessMs + minutes * MINUTE_MS;
    if (candidateMs > afterMs && isInWindow(window, candidateMs)) return candidateMs;
  }
  return undefined;
}

/** How far the wall clock is ahead of UTC. */
function offsetAt(timeZone: string, instantMs: number): number {
  const { day, minute } = wallTime(timeZone, instantMs);
  return (day * DAY_MINUTES + minute) * MINUTE_MS - Math.floor(instantMs / MINUTE_MS) * MINUTE_MS;
}
