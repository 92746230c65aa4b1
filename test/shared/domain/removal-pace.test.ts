import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fullPace, guestCost, refilled, roomFor, spent } from '../../../shared/domain/removal-pace';

const START_MS = Date.parse('2026-09-01T08:00:00.000Z');
const after = (seconds: number) => new Date(START_MS + seconds * 1000).toISOString();

const DELETED = { account: { rule: 'delete-after-days', days: 30 } } as const;
const NOTHING = { hosts: 0, cloudPcs: 0 };

describe('what a guest of a removal costs', () => {
  it.each([
    ['an account that is kept is blocked, twenty at once', { rule: 'keep' }, NOTHING, 0.05, 0],
    ['an account that is disabled is one write', { rule: 'disable' }, NOTHING, 1, 0],
    ['one that is deleted days later is one write today', DELETED.account, NOTHING, 1, 0],
    ['half of them with a Cloud PC', { rule: 'disable' }, { hosts: 0, cloudPcs: 0.5 }, 1.5, 0],
    ['each with a session host', { rule: 'disable' }, { hosts: 1, cloudPcs: 0 }, 1, 3],
  ] as const)('%s', (_what, account, shares, graph, azure) => {
    expect(guestCost({ account }, shares)).toEqual({ graph, azure });
  });
});

describe('the pace of a removal', () => {
  it('never asks more of Graph than 3,000 at once and 20 a second, whenever it looks and however long it pauses', () => {
    const waits = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(waits, fc.constantFrom(1, 2, 0.05), (seconds, graph) => {
        const cost = { graph, azure: 0 };
        let pace = fullPace(after(0));
        let bucket = 3_000;
        let now = 0;
        for (const wait of seconds) {
          now += wait;
          bucket = Math.min(3_000, bucket + wait * 20);
          pace = refilled(pace, after(now));
          const guests = Math.min(200, roomFor(pace, cost));
          pace = spent(pace, cost, guests);
          bucket -= guests * graph;
          expect(bucket).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('leaves something of a full bucket to others, and waits for the scarcer of two services', () => {
    const pace = fullPace(after(0));
    expect(roomFor(pace, { graph: 1, azure: 0 })).toBe(2_800);
    expect(roomFor(pace, { graph: 1, azure: 3 })).toBe(50);
    expect(roomFor(spent(pace, { graph: 1, azure: 3 }, 50), { graph: 1, azure: 3 })).toBe(0);
    expect(
      roomFor(refilled(spent(pace, { graph: 1, azure: 3 }, 50), after(10)), { graph: 1, azure: 3 }),
    ).toBe(30);
  });
});
