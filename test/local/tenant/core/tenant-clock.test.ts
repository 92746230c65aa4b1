import { describe, expect, it } from '@jest/globals';
import { TenantClock } from '../../../../local/tenant/core/tenant-clock';

describe('the tenant clock', () => {
  it('runs what falls due on the way, in order, each at its own time', async () => {
    const clock = new TenantClock('virtual', 0);
    const seen: [string, number][] = [];
    const note = (name: string) => () => void seen.push([name, clock.now()]);
    clock.schedule(20, note('second'));
    clock.schedule(10, () => {
      note('first')();
      clock.schedule(15, note('between'));
    });
    clock.schedule(50, note('never'));
    clock.schedule(12, note('cancelled')).cancel();
    await clock.advance(30);
    expect(seen).toEqual([
      ['first', 10],
      ['between', 15],
      ['second', 20],
    ]);
    expect(clock.now()).toBe(30);
  });

  it('waits for what it started before it goes on', async () => {
    const clock = new TenantClock('virtual', 0);
    const ended: number[] = [];
    clock.schedule(10, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      ended.push(clock.now());
    });
    await clock.advance(1_000);
    expect(ended).toEqual([10]);
  });

  it('runs by itself what is due already, also when it stands still', async () => {
    const clock = new TenantClock('virtual', 5);
    await new Promise<void>((resolve) => clock.schedule(5, resolve));
    expect(clock.now()).toBe(5);
  });

  it('can be put forward when it is real, and keeps that over a restore', async () => {
    const clock = new TenantClock('real');
    let ran = false;
    clock.schedule(Date.now() + 86_400_000, () => void (ran = true));
    await clock.advance(2 * 86_400_000);
    expect(ran).toBe(true);
    const { offsetMs, virtualNowMs } = clock.position();
    const next = new TenantClock('real');
    next.restore(offsetMs, virtualNowMs);
    expect(next.now()).toBeGreaterThan(Date.now() + 86_400_000);
    clock.stop();
  });
});
