import { describe, expect, it } from '@jest/globals';
import { dueAction } from '../../../shared/domain/subscription-plan';
import { SUBSCRIPTION_LIFE_MS, subscriptionState } from '../../../shared/domain/subscription-record';
import { NOON, subscriptionRecord } from '../state/builders';

const NOON_MS = Date.parse(NOON);
const [MINUTE_MS, DAY_MS] = [60_000, 24 * 3_600_000];
const at = (minutes: number) => new Date(NOON_MS + minutes * MINUTE_MS).toISOString();
/** Renewed at noon, and Graph agreed. */
const record = (changes: Parameters<typeof subscriptionRecord>[1] = {}) =>
  subscriptionRecord('users', {
    id: 's-1',
    notificationUrl: 'https://here.example',
    expiresAt: new Date(NOON_MS + SUBSCRIPTION_LIFE_MS).toISOString(),
    ...changes,
  });

describe('what a subscription needs', () => {
  it.each([
    ['nothing', 9, 'before ten minutes are over, though Graph asks', { askedAt: at(5) }],
    ['renew', 10, 'after ten minutes, since Graph asks', { askedAt: at(5) }],
    ['nothing', 44, 'while it is young and nobody asks', {}],
    ['renew', 45, 'before the token behind it can run out', {}],
    ['nothing', 19, 'for ten minutes after a PATCH that failed', { patchedAt: at(10) }],
    ['renew', 20, 'ten minutes after a PATCH that failed', { patchedAt: at(10) }],
    [
      'replace',
      1,
      'once it sends to an address that is not ours',
      { notificationUrl: 'https://there.example' },
    ],
    ['nothing', 1, 'where an earlier release did not write the address down', { notificationUrl: undefined }],
    ['nothing', 1, 'where Graph rounded the expiry down', { patchedAt: at(0.5) }],
  ] as const)('is %s after %s minutes: %s', (action, minutes, _when, changes) => {
    expect(dueAction(record(changes), NOON_MS + minutes * MINUTE_MS, 'https://here.example')).toBe(action);
  });

  it('is another one, with another secret, at two thirds of a life, however often it was renewed', () => {
    const twoThirds = NOON_MS + (SUBSCRIPTION_LIFE_MS * 2) / 3;
    const renewed = (ms: number) =>
      record({
        expiresAt: new Date(ms + SUBSCRIPTION_LIFE_MS).toISOString(),
        patchedAt: new Date(ms).toISOString(),
      });
    expect(dueAction(renewed(twoThirds - 1), twoThirds - 1, 'https://here.example')).toBe('nothing');
    expect(dueAction(renewed(twoThirds), twoThirds, 'https://here.example')).toBe('replace');
  });
});

describe('how a subscription stands', () => {
  it.each([
    ['active', 70 * MINUTE_MS, {}],
    ['not-renewed', 71 * MINUTE_MS, {}],
    ['expired', 28 * DAY_MS, {}],
    ['not-created', 0, { id: null }],
    ['replaced', 0, { retiredAt: NOON }],
  ] as const)('is %s after %s ms with %j', (state, afterMs, changes) => {
    expect(subscriptionState(record(changes), NOON_MS + afterMs)).toBe(state);
  });
});
