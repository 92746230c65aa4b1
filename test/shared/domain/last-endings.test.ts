import { describe, expect, it } from '@jest/globals';
import { lastEndings } from '../../../shared/domain/last-endings';

const day = (n: number) => `2026-09-${String(n).padStart(2, '0')}T00:00:00.000Z`;
const between = (...held: [string, string | null][]) =>
  Object.fromEntries(
    lastEndings(
      held.map(([user, endsAt]) => ({ user, endsAt })),
      Date.parse(day(10)),
      Date.parse(day(20)),
    ),
  );

describe('whose access is about to end', () => {
  it.each([
    ['who has one that ends in time', [['ada', day(12)]], { ada: day(12) }],
    ['nobody whose only one ends later', [['ada', day(21)]], {}],
    ['nobody whose only one has ended', [['ada', day(9)]], {}],
    [
      'nobody who has one without an end',
      [
        ['ada', day(12)],
        ['ada', null],
      ],
      {},
    ],
    [
      'nobody who has a longer one',
      [
        ['ada', day(12)],
        ['ada', day(25)],
      ],
      {},
    ],
    [
      'the last of several',
      [
        ['ada', day(12)],
        ['ada', day(15)],
        ['ada', day(3)],
      ],
      { ada: day(15) },
    ],
    [
      'each by itself',
      [
        ['ada', day(12)],
        ['ben', null],
      ],
      { ada: day(12) },
    ],
  ] as const)('is %s', (_what, held, expected) => {
    expect(between(...held.map(([user, endsAt]): [string, string | null] => [user, endsAt]))).toEqual(
      expected,
    );
  });
});
