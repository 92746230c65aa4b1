import { describe, expect, it } from '@jest/globals';
import { retryAfterSeconds } from '../../../../shared/clients/http/retry-after';

const NOW_MS = Date.parse('2026-11-24T10:00:00Z');

describe('retryAfterSeconds', () => {
  it.each([
    ['7', 7],
    ['2.128', 2.128],
    [' 30 ', 30],
    ['Tue, 24 Nov 2026 10:00:42 GMT', 42],
  ])('reads %j as %d s', (header, seconds) => {
    expect(retryAfterSeconds(header, NOW_MS, 10)).toBe(seconds);
  });

  it.each([null, '', 'soon', '-5', 'NaN', '1e9', '2026-11-24'])('takes the default for %j', (header) => {
    expect(retryAfterSeconds(header, NOW_MS, 10)).toBe(10);
  });

  it.each(['0', '0.2', 'Tue, 24 Nov 2026 09:00:00 GMT'])('never asks again in a tight loop: %j', (header) => {
    expect(retryAfterSeconds(header, NOW_MS, 10)).toBe(1);
  });

  it('never waits longer than an hour', () => {
    expect(retryAfterSeconds('86400', NOW_MS, 10)).toBe(3_600);
  });
});
