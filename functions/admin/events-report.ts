import type { EventsReport } from '../../shared/domain/admin-api/events-report';
import { missedEvents } from '../../shared/domain/missed-events';
import { dayOf } from '../../shared/domain/sighting';
import type { Sightings } from '../../shared/state/sightings';

const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
/** What is older has been forgotten. */
export const MOST_DAYS = 30;
/** Rows of one kind in an answer; the totals count all. */
const MOST_ROWS = 5_000;

/** What the sweeps found in the `sinceMs` before `until`, and what notifications had said of it. */
export async function eventsReport(
  sightings: Sightings,
  until: Date,
  sinceMs: number,
): Promise<EventsReport> {
  const from = until.getTime() - sinceMs;
  // A day more, so that what announced the first finds is there.
  const days = await sightings.from(dayOf(new Date(from - 86_400_000).toISOString()));
  const { totals, changes, odd } = missedEvents(days, from);
  return {
    since: new Date(from).toISOString(),
    until: until.toISOString(),
    totals,
    changes: changes.slice(0, MOST_ROWS),
    odd: odd.slice(0, MOST_ROWS),
    rowsLeftOff: Math.max(0, changes.length - MOST_ROWS) + Math.max(0, odd.length - MOST_ROWS),
  };
}

/** Milliseconds of `30m`, `12h` or `7d`; undefined where it is no such span, or a longer one than is kept. */
export function spanMs(text: string): number | undefined {
  const [, count = '', unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS_MS[unit] ?? 0);
  return ms > 0 && ms <= MOST_DAYS * 86_400_000 ? ms : undefined;
}
