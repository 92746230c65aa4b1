import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlannedSubject, StepVerdict } from '../../../shared/domain/plan';
import { landed, landingOf, observedLanding, type Landing } from '../../../shared/domain/replay-landing';
import {
  chooseNext,
  firstReplayWave,
  haltOf,
  judged,
  nextWave,
  replayProgress,
  roomOf,
  type ReplayFlight,
  type ReplayWave,
} from '../../../shared/domain/replay-wave';
import { freshRow, type SubjectRow } from '../../../shared/domain/subject-row';
import { guid, NOON, subject } from '../state/builders';

const HALT = { share: 0.2, removals: 2 };
const atNoonPlus = (minutes: number) => new Date(Date.parse(NOON) + minutes * 60_000).toISOString();

const planned = (n: number, verdict: StepVerdict = 'will-create'): PlannedSubject => ({
  subject: subject(n),
  basis: '',
  run: 1,
  steps: [{ step: 'ensureMember', verdict, on: guid(n), because: null, isReversible: true }],
});
const flight = (n: number, changes: Partial<ReplayFlight> = {}): ReplayFlight => ({
  id: guid(n),
  seq: 3,
  at: NOON,
  want: 'admit',
  steps: ['ensureMember'],
  host: null,
  isHinted: true,
  settledAt: null,
  ...changes,
});
const wave = (changes: Partial<ReplayWave> = {}): ReplayWave => ({ ...firstReplayWave(HALT), ...changes });
const told = (count: number) => Array.from({ length: count }, (_, n) => ({ id: guid(n), because: 'x' }));

describe('the waves of a replay', () => {
  /** Asks whom it may, and lets all of them end well, until nobody is left. */
  function sizesOf(subjects: readonly PlannedSubject[]): number[] {
    const sizes: number[] = [];
    let now = wave({ halt: { share: 1, removals: 1000 } });
    for (let turn = 0; turn < 200 && now.next < subjects.length; turn += 1) {
      const { picked, wave: after } = chooseNext(now, subjects);
      if (picked.length > 0) sizes.push(picked.length);
      const left = Math.max(0, after.left - picked.length);
      now = nextWave({ ...after, left, changed: after.changed + picked.length });
    }
    return sizes;
  }

  it.each([
    [1, [1]],
    [2, [1, 1]],
    [11, [1, 10]],
    [12, [1, 10, 1]],
    [55, [1, 10, 20, 20, 4]],
  ])('of %i guests are of the sizes %j', (guests, sizes) => {
    expect(sizesOf(Array.from({ length: guests }, (_, n) => planned(n)))).toEqual(sizes);
  });

  it('begin with somebody who can be asked: who is blocked is passed over', () => {
    const subjects = [planned(1, 'blocked'), planned(2, 'blocked'), planned(3), planned(4)];
    const { picked, wave: after } = chooseNext(wave(), subjects);
    expect(picked.map(({ subject: { id } }) => id)).toEqual([guid(3)]);
    expect(after).toMatchObject({ next: 3, blocked: 2 });
  });

  it('wait for the end of everybody in the first two', () => {
    expect(nextWave(wave({ left: 0, inFlight: [flight(1)] })).wave).toBe(1);
    expect(nextWave(wave({ left: 0 }))).toMatchObject({ wave: 2, left: 10 });
    expect(roomOf(wave({ wave: 3, left: 0, inFlight: [flight(1), flight(2)] }))).toBe(18);
  });

  it('ask, or pass over, every guest once, in the order of the plan', () => {
    const verdicts = fc.constantFrom<StepVerdict>('will-create', 'already-true', 'blocked', 'will-remove');
    fc.assert(
      fc.property(fc.array(verdicts, { maxLength: 60 }), (all) => {
        const subjects = all.map((verdict, n) => planned(n, verdict));
        const blocked = all.filter((verdict) => verdict === 'blocked').length;
        const asked = sizesOf(subjects).reduce((sum, size) => sum + size, 0);
        expect(asked).toBe(all.length - blocked);
      }),
    );
  });
});

describe('a replay halts by itself', () => {
  it.each([
    ['where its first guest failed', wave({ left: 0, failed: told(1) }), '1 of 1'],
    ['where its first guest is unconfirmed', wave({ left: 0, unconfirmed: told(1) }), '1 of 1'],
    ['not where two of the ten failed', wave({ wave: 2, changed: 1, failed: told(2) }), undefined],
    ['where three of the ten failed', wave({ wave: 2, changed: 1, failed: told(3) }), '3 of 4'],
    ['not at the share itself', wave({ wave: 3, changed: 40, failed: told(10) }), undefined],
    ['above the share', wave({ wave: 3, changed: 40, failed: told(11) }), '11 of 51'],
    ['at the number of removals', wave({ wave: 3, removals: 2, isAtRemovalLimit: true }), '2 guest(s)'],
    ['not where all is well', wave({ wave: 3, changed: 30, skipped: told(30) }), undefined],
  ])('%s', (_what, of, text) => {
    if (text === undefined) expect(haltOf(of)).toBeUndefined();
    else expect(haltOf(of)).toContain(text);
  });

  it('once for one thing: who resumes it has looked, and gets the same wave again', () => {
    const halted = judged(wave({ left: 0, failed: told(1) }));
    expect(haltOf(halted)).toBeUndefined();
    expect(halted).toMatchObject({ wave: 1, left: 1 });
    expect(haltOf({ ...halted, failed: told(2) })).toContain('1 of 1');
  });

  it('before a guest more than the limit loses something, and goes on from that one', () => {
    const subjects = [1, 2, 3, 4].map((n) => planned(n, 'will-remove'));
    const first = chooseNext(wave({ wave: 3, left: 0 }), subjects);
    expect(first.picked).toHaveLength(2);
    expect(first.wave).toMatchObject({ next: 2, isAtRemovalLimit: true });
    const resumed = judged({ ...first.wave, removals: 2 });
    expect(chooseNext(resumed, subjects)).toMatchObject({ picked: [subjects[2], subjects[3]] });
  });
});

const row = (state: string, changes: Partial<SubjectRow> = {}): SubjectRow => ({
  ...freshRow(subject(1)),
  ...{ openSeq: 4, run: 2, state, detail: { reason: { code: 'no-free-host', message: 'none is free' } } },
  ...changes,
});

describe('a guest that was asked', () => {
  it.each<[string, Partial<ReplayFlight>, SubjectRow | undefined, number, Landing]>([
    ['has not been looked at yet', {}, row('ready', { openSeq: 3 }), 1, { kind: 'flying' }],
    ['is being looked at', {}, row('ready', { live: true }), 1, { kind: 'flying' }],
    ['ended as wanted', {}, row('ready'), 1, { kind: 'at-aim' }],
    ['ended removed, as wanted', { want: 'remove' }, row('removed'), 1, { kind: 'at-aim' }],
    ['ended invited, as wanted', { want: 'await-redemption' }, row('invited'), 1, { kind: 'at-aim' }],
    [
      'was to be let in and was removed',
      {},
      row('removed'),
      1,
      { kind: 'failed', because: 'removed: no-free-host' },
    ],
    ['is held', {}, row('held'), 1, { kind: 'failed', because: 'no-free-host' }],
    ['waits for a minute', {}, row('working', { wakeAt: atNoonPlus(2) }), 1, { kind: 'flying' }],
    [
      'waits for hours',
      {},
      row('working', { wakeAt: atNoonPlus(200) }),
      1,
      { kind: 'unconfirmed', because: 'still working: none is free' },
    ],
    [
      'does not come to rest',
      {},
      row('working', { wakeAt: atNoonPlus(22) }),
      21,
      { kind: 'unconfirmed', because: 'still working: none is free' },
    ],
    [
      'was never looked at',
      {},
      undefined,
      21,
      { kind: 'unconfirmed', because: 'its run did not end within 20 minutes' },
    ],
  ])('that %s', (_what, changes, at, minutes, landing) => {
    expect(landingOf(flight(1, changes), at, atNoonPlus(minutes))).toEqual(landing);
  });

  it('is resolved only when nothing is missing in the tenant, and unconfirmed when it stays missing', () => {
    const missing = ['ensureMember: no direct member'];
    expect(observedLanding(flight(1), [], NOON)).toEqual({ kind: 'resolved' });
    expect(observedLanding(flight(1), missing, NOON)).toEqual({ kind: 'at-aim' });
    expect(observedLanding(flight(1, { settledAt: NOON }), missing, atNoonPlus(3))).toEqual({
      kind: 'unconfirmed',
      because: 'not observed: ensureMember: no direct member',
    });
  });

  it('is counted once, whatever became of it', () => {
    const kind = fc.constantFrom<Landing['kind']>('flying', 'at-aim', 'resolved', 'failed', 'unconfirmed');
    fc.assert(
      fc.property(fc.array(kind, { maxLength: 20 }), (kinds) => {
        const flights = kinds.map((_kind, n) => flight(n, n % 2 === 0 ? {} : { steps: [] }));
        const landings = new Map(
          flights.map(({ id }, n) => [id, { kind: kinds[n], because: 'x' } as Landing]),
        );
        const after = landed(wave({ inFlight: flights }), landings, NOON);
        const { done, failed, unconfirmed } = replayProgress(after);
        expect(after.inFlight.length + done + failed + unconfirmed).toBe(kinds.length);
      }),
    );
  });
});
