import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { digestValues } from '../../../shared/domain/digest-values';
import { noticeKey } from '../../../shared/domain/notice';
import { dueAt, lateNotices, lettersDue, notSent, takenUp } from '../../../shared/domain/notice-schedule';
import { guid, NOON, notice } from '../state/builders';

const NOON_MS = Date.parse(NOON);
const HOUR_MS = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();
const stored = (...all: ReturnType<typeof notice>[]) => all.map((value) => ({ value }));
const sponsor = guid(9, 'b');
const forSponsor = (n: number, changes: Parameters<typeof notice>[1] = {}) =>
  notice(n, { kind: 'sponsor-ready', to: sponsor, ...changes });

describe('when a notice is due', () => {
  it.each([
    ['guest-welcome', 24, NOON],
    ['sponsor-held', 24, NOON],
    ['approvers-cut', 24, NOON],
    ['sponsor-ready', 24, '2026-09-02T06:00:00.000Z'],
    ['sponsor-invited', 6, '2026-09-01T18:00:00.000Z'],
    ['sponsor-offboarded', 1, '2026-09-01T13:00:00.000Z'],
  ] as const)('%s with digests every %d h: %s', (kind, digestHours, due) => {
    expect(dueAt(kind, NOON_MS, digestHours)).toBe(due);
  });

  it('is one moment for all that a period brings, and never more than a period away', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 12), fc.integer({ min: 1, max: 168 }), (nowMs, digestHours) => {
        const due = Date.parse(dueAt('sponsor-ready', nowMs, digestHours));
        expect(due).toBeGreaterThan(nowMs);
        expect(due - nowMs).toBeLessThanOrEqual(digestHours * HOUR_MS);
        expect(Date.parse(dueAt('sponsor-ready', due - 1, digestHours))).toBe(due);
      }),
    );
  });
});

describe('the letters to send', () => {
  it('are one for each guest, and one digest for each sponsor and way', () => {
    const all = stored(
      notice(1),
      notice(2),
      forSponsor(1),
      forSponsor(2, { partner: 'fabrikam' }),
      forSponsor(3, { kind: 'sponsor-invited' }),
      forSponsor(4, { to: guid(8, 'b') }),
      forSponsor(5, { channel: 'webhook' }),
      forSponsor(6, { kind: 'sponsor-held' }),
    );
    const letters = lettersDue(all, NOON_MS).map(({ template, notices }) => [template, notices.length]);
    expect(letters).toEqual([
      ['guest-welcome', 1],
      ['guest-welcome', 1],
      ['sponsor-digest', 3],
      ['sponsor-digest', 1],
      ['sponsor-digest', 1],
      ['sponsor-held', 1],
    ]);
  });

  it('leave out what is not due', () => {
    const later = notice(1, { nextTryAt: iso(NOON_MS + 1) });
    expect(lettersDue(stored(later), NOON_MS)).toEqual([]);
    expect(lettersDue(stored(later), NOON_MS + 1)).toHaveLength(1);
  });

  it('have the same key exactly where they have the same notices', () => {
    const [one] = lettersDue(stored(forSponsor(1), forSponsor(2)), NOON_MS);
    const [same] = lettersDue(stored(forSponsor(1, { tries: 3 }), forSponsor(2)), NOON_MS);
    const [more] = lettersDue(stored(forSponsor(1), forSponsor(2), forSponsor(3)), NOON_MS);
    expect(same?.key).toBe(one?.key);
    expect(more?.key).not.toBe(one?.key);
  });
});

describe('a notice that is not sent', () => {
  it('is tried again after 5, 10, 20, 40 minutes, then every hour', () => {
    let tried = notice(1);
    let nowMs = NOON_MS;
    const waits: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      tried = takenUp(tried, nowMs);
      waits.push((Date.parse(tried.nextTryAt) - nowMs) / 60_000);
      nowMs = Date.parse(tried.nextTryAt);
    }
    expect(waits).toEqual([5, 10, 20, 40, 60, 60]);
  });

  it('waits as long as the service says, where that is longer', () => {
    const trouble = { code: 'throttled', message: 'busy' };
    const tried = takenUp(notice(1), NOON_MS);
    const after = (retryAfterSeconds: number) =>
      notSent(tried, trouble, { nowMs: NOON_MS, retryAfterSeconds }).nextTryAt;
    expect(after(10)).toBe(tried.nextTryAt);
    expect(after(7_200)).toBe(iso(NOON_MS + 2 * HOUR_MS));
  });

  it('is late after the hours of the settings, and given up after a week', () => {
    const late = (hours: number) => lateNotices([notice(1)], NOON_MS + hours * HOUR_MS, 4).length;
    expect([3.9, 4, 100].map(late)).toEqual([0, 1, 1]);
    const trouble = { code: 'unavailable', message: 'down' };
    const state = (days: number) =>
      notSent(notice(1), trouble, { nowMs: NOON_MS + days * 24 * HOUR_MS, retryAfterSeconds: 0 }).state;
    expect([6.9, 7].map(state)).toEqual(['waiting', 'dropped']);
  });
});

describe('a digest', () => {
  it('names 25 guests of a part and counts the others', () => {
    const all = Array.from({ length: 30 }, (_, n) => forSponsor(n));
    const { ready, invited } = digestValues(all, () => 'Ada');
    expect(ready?.guests).toHaveLength(25);
    expect(ready).toMatchObject({ more: '5', guests: expect.arrayContaining([expect.anything()]) });
    expect(invited).toBeNull();
  });

  it('says of what is to come on which day it comes', () => {
    const cause = { code: 'ends-at', message: '2026-10-05T00:00:00Z' };
    const { leaving } = digestValues([forSponsor(1, { kind: 'sponsor-leaving', cause })], () => null);
    expect(leaving?.guests).toEqual([
      { name: null, id: guid(1), partner: 'contoso', on: '2026-10-05', note: null },
    ]);
  });
});

describe('the key of a notice', () => {
  it('holds neither the reader nor the occasion in so many words', () => {
    const key = noticeKey({ kind: 'guest-welcome', occasion: NOON, to: guid(1) });
    expect(key).toMatch(/^guest-welcome-[0-9a-f]{32}$/);
  });
});
