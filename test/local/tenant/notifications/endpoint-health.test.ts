import { describe, expect, it } from '@jest/globals';
import { EndpointHealth } from '../../../../local/tenant/notifications/endpoint-health';

const MINUTE_MS = 60_000;

/** Answers one after the other, one a second. */
function answered(health: EndpointHealth, elapsed: number[], fromMs = 0): void {
  elapsed.forEach((elapsedMs, at) => health.answered(fromMs + at * 1000, elapsedMs));
}

describe('the health of an endpoint', () => {
  it('stays well with one slow answer in ten, and turns slow with more', () => {
    const health = new EndpointHealth('2026-04');
    answered(health, [4_000, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect([health.state(10_000), health.delayMs(10_000)]).toEqual(['ok', 0]);
    health.answered(10_000, 4_000);
    expect([health.state(10_000), health.delayMs(10_000)]).toEqual(['slow', 10 * MINUTE_MS]);
  });

  it('drops notices when more than fifteen per cent take over ten seconds', () => {
    const health = new EndpointHealth('2026-04');
    answered(health, [11_000, 11_000, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(health.state(10_000)).toBe('drop');
  });

  it('is looked at anew after ten minutes, without what was before', () => {
    const health = new EndpointHealth('2026-04');
    answered(
      health,
      Array.from({ length: 10 }, () => 11_000),
    );
    const later = 9_000 + 10 * MINUTE_MS;
    expect(health.state(later)).toBe('ok');
    answered(health, [1, 1, 1], later);
    expect(health.state(later + 3_000)).toBe('ok');
  });

  it('is judged by the older figures when the switch says so', () => {
    const health = new EndpointHealth('older');
    answered(health, [4_000, 4_000, 4_000, 1, 1, 1, 1, 1, 1, 1]);
    expect(health.state(10_000)).toBe('ok');
    answered(health, [11_000, 1, 1, 1, 1, 11_000], 10_000);
    expect([health.state(16_000), health.delayMs(16_000)]).toEqual(['slow', 10_000]);
  });
});
