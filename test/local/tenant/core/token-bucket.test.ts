import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TokenBucket } from '../../../../local/tenant/core/token-bucket';

describe('token bucket', () => {
  it('gives its capacity at once, then as fast as it refills', () => {
    const bucket = new TokenBucket(3_000, 20, 0);
    for (let at = 0; at < 3_000; at += 1) expect(bucket.take(1, 0)).toBe(0);
    expect(bucket.take(1, 0)).toBeGreaterThan(0);
    expect(bucket.take(1, 50)).toBe(0);
    expect(bucket.take(1, 50)).toBeGreaterThan(0);
  });

  it('makes whoever keeps asking wait longer, when refused calls count', () => {
    const bucket = new TokenBucket(10, 1, 0, 8);
    bucket.take(10, 0);
    const first = bucket.take(1, 0);
    const second = bucket.take(1, 0);
    expect(second).toBeGreaterThan(first);
    expect(bucket.usedFraction(0)).toBeGreaterThan(1);
  });

  const calls = fc.array(fc.record({ afterMs: fc.nat(2_000), cost: fc.integer({ min: 1, max: 5 }) }), {
    maxLength: 200,
  });

  it('never gives more than capacity plus refill', () => {
    fc.assert(
      fc.property(calls, (made) => {
        const bucket = new TokenBucket(20, 10, 0);
        let nowMs = 0;
        let given = 0;
        for (const { afterMs, cost } of made) {
          nowMs += afterMs;
          if (bucket.take(cost, nowMs) === 0) given += cost;
          expect(given).toBeLessThanOrEqual(20 + (10 * nowMs) / 1000 + 1e-6);
        }
      }),
    );
  });

  it('gives to whoever waits as long as it was told', () => {
    fc.assert(
      fc.property(calls, (made) => {
        const bucket = new TokenBucket(20, 10, 0);
        let nowMs = 0;
        for (const { afterMs, cost } of made) {
          nowMs += afterMs;
          const waitSeconds = bucket.take(cost, nowMs);
          if (waitSeconds === 0) continue;
          nowMs += Math.ceil(waitSeconds * 1000) + 1;
          expect(bucket.take(cost, nowMs)).toBe(0);
        }
      }),
    );
  });
});
