import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { missedEvents } from '../../shared/domain/missed-events';
import { dayOf } from '../../shared/domain/sighting';
import type { Sightings } from '../../shared/state/sightings';
import { problem } from './problem';

interface Deps {
  sightings: Sightings;
  now: () => Date;
}

const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
/** What is older has been forgotten. */
const MOST_DAYS = 30;
/** Rows of one kind in an answer; the totals count all. */
const MOST_ROWS = 5_000;

/** GET events/report?since=7d : what the sweeps found, and what notifications had said of it. `since`: 30m, 12h, 7d. */
export const showEventsReport =
  ({ sightings, now }: Deps) =>
  async (request: HttpRequest): Promise<HttpResponseInit> => {
    const sinceMs = spanMs(request.query.get('since') ?? '7d');
    if (sinceMs === undefined)
      return problem('invalid', `since is a span such as 30m, 12h or 7d, ${MOST_DAYS} days at most`);
    const until = now();
    const from = until.getTime() - sinceMs;
    // A day more, so that what announced the first finds is there.
    const days = await sightings.from(dayOf(new Date(from - 86_400_000).toISOString()));
    const { totals, changes, odd } = missedEvents(days, from);
    const jsonBody = {
      since: new Date(from).toISOString(),
      until: until.toISOString(),
      totals,
      changes: changes.slice(0, MOST_ROWS),
      odd: odd.slice(0, MOST_ROWS),
      rowsLeftOff: Math.max(0, changes.length - MOST_ROWS) + Math.max(0, odd.length - MOST_ROWS),
    };
    return { jsonBody };
  };

function spanMs(text: string): number | undefined {
  const [, count = '', unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS_MS[unit] ?? 0);
  return ms > 0 && ms <= MOST_DAYS * 86_400_000 ? ms : undefined;
}
