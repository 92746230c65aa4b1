import { describe, expect, it } from '@jest/globals';
import type { CloseDecision } from '../../../../shared/domain/subject-row';
import { PROTOCOL, type Rules } from './rules';
import { search, type Bounds, type Flaw } from './search';

/** Every schedule of hints, dispatchers, activities, crashes, redeliveries and watch ticks within these bounds. */
const BOUNDS: Bounds = {
  hasWatchman: true,
  facts: 2,
  mishaps: 1,
  repeats: 0,
  alarms: 0,
  ticks: 0,
  dispatchers: 2,
};

const UNFLAWED: [string, Partial<Bounds>][] = [
  ['two facts, two dispatchers, no mishap', { mishaps: 0 }],
  ['two facts, two dispatchers, one mishap', {}],
  ['one fact, two mishaps', { facts: 1, mishaps: 2 }],
  ['one fact, one mishap, a tick of the watchman', { facts: 1, ticks: 1 }],
  ['two facts, one mishap, a tick of the watchman', { ticks: 1, dispatchers: 1 }],
  ['one fact, one mishap, two ticks of the watchman', { facts: 1, ticks: 2, dispatchers: 1 }],
  ['one fact, one mishap, a run that parks with an alarm', { facts: 1, alarms: 1 }],
  ['one fact, one mishap, something carried out twice', { facts: 1, repeats: 1 }],
  ['two facts and no mishap, without a watchman', { mishaps: 0, hasWatchman: false }],
  ['one fact and an alarm, without a watchman', { facts: 1, alarms: 1, mishaps: 0, hasWatchman: false }],
];

function closing(
  changes: Partial<CloseDecision>,
  ...asked: Parameters<Rules['onClose']>
): CloseDecision | undefined {
  const decision = PROTOCOL.onClose(...asked);
  return decision && { ...decision, ...changes };
}

/** The protocol without one of its parts, where that shows, and as what. */
const PLANTED: [string, Partial<Rules>, Partial<Bounds>, Flaw][] = [
  ['a close that speaks before it writes', { close: 'speaks-first' }, { facts: 1, ticks: 1 }, 'dead-end'],
  ['writes that ignore the ETag', { writes: 'blindly' }, {}, 'two-lives'],
  [
    'a watchman that writes what it listed',
    { takesOver: 'what-it-listed' },
    { facts: 1, ticks: 1 },
    'record-lost',
  ],
  ['a watchman that starts its run at once', { startsOwn: 'at-once' }, { facts: 1, ticks: 1 }, 'two-lives'],
  [
    'a hint that is not counted',
    {
      onHint: (row, subject, hintId) => {
        const decision = PROTOCOL.onHint(row, subject, hintId);
        if (decision.kind !== 'write' || row?.live !== true) return decision;
        return { ...decision, row: { ...decision.row, seq: decision.row.seq - 1 } };
      },
    },
    {},
    'hint-lost',
  ],
  [
    'an open that takes any token',
    {
      onOpen: (row, run, token) =>
        row?.live === true && row.run === run
          ? { kind: 'opened', row: { ...row, token, openSeq: row.seq } }
          : { kind: 'stale' },
    },
    {},
    'two-lives',
  ],
  [
    'an open that counts anew when it is repeated',
    {
      onOpen: (row, run, token) => {
        const decision = PROTOCOL.onOpen(row, run, token);
        return decision.kind === 'opened'
          ? { kind: 'opened', row: { ...decision.row, openSeq: decision.row.seq } }
          : decision;
      },
    },
    { repeats: 1 },
    'hint-lost',
  ],
  [
    'an effect that does not ask the fence',
    { onFence: () => 'proceed' },
    { facts: 1, ticks: 2, dispatchers: 1 },
    'two-lives',
  ],
  [
    'a close that does not say again what came meanwhile',
    { onClose: (...asked) => closing({ hintNow: false }, ...asked) },
    { mishaps: 0, hasWatchman: false },
    'hint-lost',
  ],
  [
    'a close that sets no alarm',
    { onClose: (...asked) => closing({ hintAt: null }, ...asked) },
    { facts: 1, alarms: 1, mishaps: 0, hasWatchman: false },
    'hint-lost',
  ],
  [
    'a watchman that never starts what was minted',
    {
      onWatch: (...asked) => {
        const decision = PROTOCOL.onWatch(...asked);
        return decision.kind === 'start' ? { kind: 'nothing' } : decision;
      },
    },
    {},
    'hint-lost',
  ],
];

describe('the protocol of a subject’s row', () => {
  it.each(UNFLAWED)(
    'loses no hint, has no two lives and no dead end in any schedule of %s',
    (_, bounds) => {
      const { flaw, schedule, atRest, states } = search(PROTOCOL, { ...BOUNDS, ...bounds });
      expect({ flaw, schedule: flaw === null ? [] : schedule }).toEqual({ flaw: null, schedule: [] });
      expect(atRest).toBeGreaterThan(0);
      expect(states).toBeGreaterThan(atRest);
    },
    60_000,
  );

  it.each(PLANTED)(
    'is not safe with %s, and the search finds it',
    (_, rules, bounds, flaw) => {
      const found = search({ ...PROTOCOL, ...rules }, { ...BOUNDS, ...bounds });
      expect(found.flaw).toBe(flaw);
      expect(found.schedule).not.toEqual([]);
    },
    60_000,
  );
});
