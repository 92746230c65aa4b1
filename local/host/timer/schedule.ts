import { Cron } from 'croner';
import { parseTimeSpanMs } from '../settings/time-span';

/** When a timer function runs. */
export interface Schedule {
  /** The first occurrence after `afterMs`; `undefined` when there is none. Milliseconds since 1970. */
  nextMs(afterMs: number): number | undefined;
  /** What the trigger's payload says of it: calendar schedules follow the time zone's clock changes. */
  adjustsForDst: boolean;
}

const NUMBERS = /^[0-9*,/-]+$/;
const NAMES = /\b(?:sun|mon|tue|wed|thu|fri|sat|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b/gi;
const FULL_NAMES =
  /\b(sun|mon|tues|wednes|thurs|fri|satur)day\b|\b(january|february|march|april|june|july|august|september|october|november|december)\b/gi;

/**
 * Reads a timer's schedule: an NCRONTAB expression (six fields with seconds first, or five), or a TimeSpan.
 * Day of month and day of week must both fit, as NCRONTAB has it. Times are UTC unless `timeZone` (an IANA name,
 * the app setting WEBSITE_TIME_ZONE) is given.
 *
 * @throws Error that quotes a schedule or time zone it cannot read.
 */
export function parseSchedule(text: string, timeZone: string | undefined): Schedule {
  const intervalMs = parseTimeSpanMs(text);
  if (intervalMs !== undefined) return intervalSchedule(text, intervalMs);
  const pattern = text.trim().replace(FULL_NAMES, (name) => name.slice(0, 3));
  const fields = pattern.replace(NAMES, '0').split(/\s+/);
  // NCRONTAB knows none of the signs other cron dialects added (L, W, #, ?).
  if ((fields.length !== 5 && fields.length !== 6) || !fields.every((field) => NUMBERS.test(field))) {
    throw unreadable(text);
  }
  const cron = readCron(fields.length === 5 ? `0 ${pattern}` : pattern, text, timeZone ?? 'UTC');
  return { adjustsForDst: true, nextMs: (afterMs) => cron.nextRun(new Date(afterMs))?.getTime() };
}

function intervalSchedule(text: string, intervalMs: number): Schedule {
  if (intervalMs <= 0) throw unreadable(text);
  return { adjustsForDst: false, nextMs: (afterMs) => afterMs + intervalMs };
}

function readCron(pattern: string, text: string, timezone: string): Cron {
  try {
    Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    throw new Error(
      `The time zone "${timezone}" (WEBSITE_TIME_ZONE) is not known. Use an IANA name such as Europe/Berlin.`,
    );
  }
  try {
    return new Cron(pattern, { mode: '6-part', domAndDow: true, timezone, paused: true });
  } catch (error) {
    throw new Error(`${unreadable(text).message} ${(error as Error).message}`, { cause: error });
  }
}

function unreadable(text: string): Error {
  return new Error(
    `The schedule "${text}" is neither NCRONTAB (such as "0 */5 * * * *") nor a TimeSpan (such as "00:05:00").`,
  );
}
