import { describe, expect, it } from '@jest/globals';
import { missedEvents } from '../../../shared/domain/missed-events';
import type { KeptSighting, SightingDay } from '../../../shared/domain/sighting';

const at = (minute: number) => new Date(Date.UTC(2026, 8, 1, 12, minute)).toISOString();
let count = 0;
const notice = (minute: number, more: Partial<KeptSighting> = {}): KeptSighting => ({
  id: `n${(count += 1)}`,
  by: 'webhook',
  at: at(minute),
  fact: 'changed',
  ...more,
});
const find = (minute: number, since: number, more: Partial<KeptSighting> = {}): KeptSighting => ({
  ...notice(minute, { by: 'sweep', since: at(since), ...more }),
});
const reportOf = (...sightings: KeptSighting[]) => {
  const day: SightingDay = { day: '2026-09-01', guest: 'g', sightings, leftOut: 0 };
  return missedEvents([day], 0);
};
const verdicts = (...sightings: KeptSighting[]) =>
  reportOf(...sightings)
    .changes.map(({ verdict }) => verdict)
    .reverse();

describe('missedEvents', () => {
  it('takes a change for announced by a notification since the round before', () => {
    expect(verdicts(notice(33), find(40, 30))).toEqual(['announced']);
  });

  it('lets one notification announce one find only', () => {
    expect(verdicts(notice(28), find(30, 20), find(40, 30))).toEqual(['announced', 'missed']);
  });

  it('forgives replication: a notification may be ten minutes older than the round before', () => {
    expect(verdicts(notice(21), find(40, 30))).toEqual(['announced']);
    expect(verdicts(notice(19), find(40, 30))).toEqual(['missed']);
  });

  it('tells a late notification by its own date, or where no later find claims it', () => {
    expect(verdicts(find(40, 30), notice(55, { eventAt: at(35) }))).toEqual(['late']);
    expect(verdicts(find(40, 30), notice(55, { eventAt: at(50) }))).toEqual(['missed']);
    expect(verdicts(find(40, 30), notice(55))).toEqual(['late']);
    expect(verdicts(find(40, 30), find(50, 40), notice(55))).toEqual(['missed', 'late']);
  });

  it('says how late exactly where the directory dates the change, else how late at most', () => {
    const [dated] = reportOf(find(40, 30, { eventAt: at(37) })).changes;
    expect(dated).toMatchObject({ lateBySeconds: 180, isAtMost: false });
    expect(reportOf(find(40, 30)).changes[0]).toMatchObject({ lateBySeconds: 600, isAtMost: true });
  });

  it('counts a find once that a crash made the sweep tell twice', () => {
    expect(verdicts(notice(33), find(40, 30), find(41, 30))).toEqual(['announced']);
  });

  it('keeps the user and each group apart', () => {
    const inGroup = { group: 'x', fact: 'joined' } as const;
    expect(verdicts(notice(33), find(40, 30, inGroup))).toEqual(['missed']);
    expect(verdicts(notice(33, inGroup), find(40, 30, inGroup))).toEqual(['announced']);
  });

  it('names duplicates and what came out of order by number, else by the directory’s time', () => {
    const numbered = reportOf(
      notice(1, { sequence: 5 }),
      notice(2, { sequence: 5 }),
      notice(3, { sequence: 7 }),
      notice(4, { sequence: 6 }),
    );
    expect(numbered.odd.map(({ verdict, at: came }) => [verdict, came])).toEqual([
      ['out-of-order', at(4)],
      ['duplicate', at(2)],
    ]);
    const dated = reportOf(
      notice(1, { eventAt: at(1) }),
      notice(2, { eventAt: at(0) }),
      notice(3, { eventAt: at(1) }),
    );
    expect(dated.totals).toMatchObject({ outOfOrder: 1, duplicates: 1, unnumbered: 0 });
  });

  it('claims no order for what carries neither number nor time, but knows two in one delivery', () => {
    const { totals } = reportOf(notice(1), notice(1), notice(2));
    expect(totals).toMatchObject({ unnumbered: 2, duplicates: 1, outOfOrder: 0 });
  });

  it('reports only what was found since the time asked for', () => {
    const day = { day: '2026-09-01', guest: 'g', sightings: [find(10, 0), find(50, 40)], leftOut: 3 };
    const { totals } = missedEvents([day], Date.parse(at(30)));
    expect(totals).toMatchObject({ changesSwept: 1, missed: 1, leftOut: 3 });
  });
});
