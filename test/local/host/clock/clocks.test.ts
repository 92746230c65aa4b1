import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createRealClock } from '../../../../local/host/clock/real-clock';
import { createVirtualClock } from '../../../../local/host/clock/virtual-clock';

const DAY_MS = 86_400_000;
const settled = (): Promise<void> => Promise.resolve();

describe('the virtual clock', () => {
  it('makes calls at their due times and never before', async () => {
    const clock = createVirtualClock({ startMs: 0 });
    const seen: [string, number][] = [];
    for (const [name, dueMs] of [
      ['late', 90 * DAY_MS],
      ['early', 5],
      ['never', 91 * DAY_MS],
    ] as const) {
      clock.schedule(dueMs, () => seen.push([name, clock.now()]));
    }
    await clock.advanceTo(90 * DAY_MS, settled);
    expect(seen).toEqual([
      ['early', 5],
      ['late', 90 * DAY_MS],
    ]);
    expect(clock.nextDueMs()).toBe(91 * DAY_MS);
  });

  it('takes up what a call schedules on the way', async () => {
    const clock = createVirtualClock({ startMs: 0 });
    let ticks = 0;
    const tick = (): void => {
      ticks += 1;
      clock.schedule(clock.now() + 10, tick);
    };
    clock.schedule(10, tick);
    await clock.advanceTo(1000, settled);
    expect(ticks).toBe(100);
  });

  it('does not make a cancelled call', async () => {
    const clock = createVirtualClock({ startMs: 0 });
    const calls = [1, 2, 3].map((dueMs) =>
      clock.schedule(dueMs, () => {
        throw new Error('cancelled calls are not made');
      }),
    );
    for (const call of calls) call.cancel();
    await clock.advanceTo(10, settled);
    expect(clock.nextDueMs()).toBeUndefined();
  });

  it('orders calls of the same time by its seed: the same seed alike, seeds unlike', async () => {
    const orderOf = async (seed: number): Promise<string> => {
      const clock = createVirtualClock({ startMs: 0, seed });
      let order = '';
      for (const name of 'abcdefgh') clock.schedule(1, () => (order += name));
      await clock.advanceTo(1, settled);
      return order;
    };
    const orders = await Promise.all([1, 2, 3, 4].map(orderOf));
    expect(await orderOf(1)).toBe(orders[0]);
    expect(new Set(orders).size).toBeGreaterThan(1);
  });
});

describe('the real clock', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('waits longer than one Node timer can', () => {
    jest.useFakeTimers({ now: 0 });
    const clock = createRealClock();
    const fired: number[] = [];
    clock.schedule(90 * DAY_MS, () => fired.push(Date.now()));
    jest.advanceTimersByTime(90 * DAY_MS - 1);
    expect(fired).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(fired).toEqual([90 * DAY_MS]);
  });

  it('makes a call that is overdue soon, but not from within schedule', () => {
    jest.useFakeTimers({ now: 1000 });
    let isMade = false;
    createRealClock().schedule(5, () => (isMade = true));
    expect(isMade).toBe(false);
    jest.advanceTimersByTime(1);
    expect(isMade).toBe(true);
  });

  it('forgets a cancelled call', () => {
    jest.useFakeTimers({ now: 0 });
    createRealClock()
      .schedule(10, () => {
        throw new Error('cancelled calls are not made');
      })
      .cancel();
    expect(jest.getTimerCount()).toBe(0);
  });
});
