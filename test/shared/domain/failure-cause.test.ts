import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { causesOf } from '../../../shared/domain/failure-cause';
import { failure, NOON, ONE_O_CLOCK, subject } from '../state/builders';

const ofGuest = (fingerprint: string, n: number, changes = {}) =>
  failure(fingerprint, `guest-${n}`, { subject: subject(n), ...changes });

describe('causes of failures', () => {
  it('put first whoever stops most guests, then most failures, then the oldest', () => {
    const failures = [
      failure('messages', 'm-1'),
      failure('messages', 'm-2'),
      ofGuest('young', 1, { firstSeenAt: ONE_O_CLOCK }),
      ofGuest('old', 1),
      ofGuest('many', 1),
      ofGuest('many', 2),
    ];
    expect(causesOf(failures).map(({ fingerprint }) => fingerprint)).toEqual([
      'many',
      'old',
      'young',
      'messages',
    ]);
  });

  it('say since when, and take message and evidence from whichever was seen last', () => {
    const failures = [
      ofGuest('one', 1, { firstSeenAt: ONE_O_CLOCK, partner: 'fabrikam' }),
      ofGuest('one', 2, { lastSeenAt: ONE_O_CLOCK, message: 'the newest', evidence: { seen: 2 } }),
      ofGuest('one', 3, { partner: null }),
    ];
    expect(causesOf(failures)).toMatchObject([
      {
        count: 3,
        guests: 3,
        partners: ['contoso', 'fabrikam'],
        since: NOON,
        lastSeenAt: ONE_O_CLOCK,
        message: 'the newest',
        evidence: { seen: 2 },
      },
    ]);
  });

  it('count every failure once, in whatever order they come', () => {
    const some = fc.array(fc.record({ print: fc.constantFrom('a', 'b', 'c'), n: fc.nat(9) }));
    fc.assert(
      fc.property(some, (all) => {
        const causes = causesOf(all.map(({ print, n }) => ofGuest(print, n)));
        const backwards = causesOf(all.map(({ print, n }) => ofGuest(print, n)).reverse());
        const sum = causes.reduce((total, { count }) => total + count, 0);
        const facts = (found: typeof causes) => found.map((one) => [one.fingerprint, one.guests]).sort();
        expect([sum, facts(causes)]).toEqual([all.length, facts(backwards)]);
      }),
    );
  });
});
