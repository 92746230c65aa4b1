import { describe, expect, it } from '@jest/globals';
import {
  firstWave,
  flightOf,
  flightsFree,
  landed,
  removalWaveSchema,
  shouldHalt,
} from '../../../shared/domain/removal-wave';
import { guid, NOON, ONE_O_CLOCK, subject, subjectRow } from '../state/builders';

const first = firstWave('list', [], [], { hosts: 0, cloudPcs: 0 });
const flight = { id: guid(1), seq: 4, at: NOON };
const flying = { ...first, next: 1, inFlight: [flight] };
const rows = (changes: object) =>
  new Map([[guid(1), subjectRow(subject(1), { live: false, openSeq: 5, ...changes })]]);

describe('a hinted guest of a removal', () => {
  it.each([
    ['is done where it was removed', { state: 'removed' }, { done: 1 }],
    ['is done where there was nothing of it', { state: 'ignored' }, { done: 1 }],
    ['still flies while its run is at work', { state: 'removed', live: true }, { inFlight: [flight] }],
    [
      'still flies where the run had begun before the hint',
      { state: 'removed', openSeq: 4 },
      { inFlight: [flight] },
    ],
    ['still flies where it is parked in the middle', { state: 'removing' }, { inFlight: [flight] }],
    [
      'is skipped where it is an administrator',
      { state: 'held', detail: { reason: { code: 'admin-role' } } },
      { skipped: [{ id: guid(1), because: 'admin-role' }] },
    ],
    [
      'has failed where it is held for anything else',
      { state: 'held', detail: { reason: { code: 'forbidden' } } },
      { failed: [{ id: guid(1), because: 'forbidden' }] },
    ],
  ] as const)('%s', (_what, row, expected) => {
    expect(landed(flying, rows(row), NOON)).toMatchObject({ inFlight: [], ...expected });
  });

  it('counts as failed after a quarter of an hour, so that the others go on', () => {
    expect(landed(flying, rows({ state: 'removing' }), ONE_O_CLOCK)).toMatchObject({
      inFlight: [],
      failed: [{ id: guid(1), because: 'not-settled' }],
    });
  });

  it('is waited for from its own run on, also where that run is only about to open', () => {
    const row = subjectRow(subject(1), { seq: 7, live: true, token: null });
    expect(flightOf(guid(1), row, NOON)).toEqual({ id: guid(1), seq: 6, at: NOON });
    expect(flightOf(guid(1), { ...row, token: 't' }, NOON).seq).toBe(7);
  });
});

describe('a removal', () => {
  it('sends twenty ahead, and the rest once one of them is done', () => {
    expect(flightsFree(first)).toBe(20);
    expect(flightsFree({ ...first, inFlight: Array.from({ length: 20 }, () => flight) })).toBe(0);
    expect(flightsFree({ ...first, done: 1, inFlight: [flight] })).toBe(199);
  });

  it('halts where more than five and more than a tenth failed', () => {
    const failed = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ id: guid(n), because: 'forbidden' }));
    expect(shouldHalt({ ...first, done: 0, failed: failed(5) })).toBe(false);
    expect(shouldHalt({ ...first, done: 0, failed: failed(6) })).toBe(true);
    expect(shouldHalt({ ...first, done: 54, failed: failed(6) })).toBe(false);
  });

  it('that an earlier release began is read, and paced as one that has written nothing yet', () => {
    const before = JSON.stringify({ ...first, pace: undefined, shares: undefined });
    expect(removalWaveSchema.parse(JSON.parse(before))).toEqual({
      ...first,
      shares: { hosts: 1, cloudPcs: 0 },
    });
  });
});
