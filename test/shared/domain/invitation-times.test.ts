import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dueReminder, isExpired, isSponsorDue, untilNextDay } from '../../../shared/domain/invitation-times';

const INVITED = '2026-03-01T09:00:00.000Z';
const DAYS = { reminders: [3, 10], sponsor: 20, expires: 30 };
const after = (days: number) => Date.parse(INVITED) + days * 86_400_000;

describe('an open invitation', () => {
  it.each([
    [0, undefined],
    [2.99, undefined],
    [3, 3],
    [9.9, 3],
    [10, 10],
    [16.9, 10],
    [17, undefined],
    [400, undefined],
  ])('after %d days has the reminder of day %s due', (days, reminder) => {
    expect(dueReminder(INVITED, DAYS, after(days))).toBe(reminder);
  });

  it('has no reminder due a week after its day, however far the next one is', () => {
    const days = { ...DAYS, reminders: [3, 40] };
    expect([3, 9.9, 10, 39, 40].map((day) => dueReminder(INVITED, days, after(day)))).toEqual([
      3,
      3,
      undefined,
      undefined,
      40,
    ]);
  });

  it('is told of to the sponsor from its day on, for a week', () => {
    const due = [19.9, 20, 26.9, 27].map((day) => isSponsorDue(INVITED, DAYS, after(day)));
    expect(due).toEqual([false, true, true, false]);
    expect(isSponsorDue(INVITED, { ...DAYS, sponsor: undefined }, after(20))).toBe(false);
  });

  it('runs out on its day, or never', () => {
    expect([29.9, 30, 900].map((day) => isExpired(INVITED, 30, after(day)))).toEqual([false, true, true]);
    expect(isExpired(INVITED, undefined, after(9_000))).toBe(false);
  });

  it('wakes for each of its days in turn, and then no more', () => {
    const wakes: number[] = [];
    let atMs = after(0);
    for (
      let wake = untilNextDay(INVITED, DAYS, atMs);
      wake !== null;
      wake = untilNextDay(INVITED, DAYS, atMs)
    ) {
      atMs += wake * 1000;
      wakes.push((atMs - after(0)) / 86_400_000);
    }
    expect(wakes).toEqual([3, 10, 20, 30]);
  });

  it('never wakes before, nor more than a second after, the next of its days', () => {
    const day = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(fc.array(day, { maxLength: 4 }), day, fc.nat(70 * 86_400_000), (reminders, expires, ms) => {
        const nowMs = after(0) + ms;
        const wake = untilNextDay(INVITED, { reminders, sponsor: undefined, expires }, nowMs);
        const left = [...reminders, expires].map(after).filter((atMs) => atMs > nowMs);
        const nextMs = left.length === 0 ? nowMs : Math.min(...left);
        expect(wake === null).toBe(left.length === 0);
        const lateMs = nowMs + (wake ?? 0) * 1000 - nextMs;
        expect(lateMs).toBeGreaterThanOrEqual(0);
        expect(lateMs).toBeLessThanOrEqual(1000);
      }),
    );
  });
});
