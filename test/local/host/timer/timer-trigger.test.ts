import { app, type InvocationContext, type Timer, type TimerFunctionOptions } from '@azure/functions';
import { describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVirtualClock, type VirtualClock } from '../../../../local/host/clock/virtual-clock';
import { type Host } from '../../../../local/host/host';
import { hostFixture } from '../support/host-fixture';

const START = Date.parse('2030-01-01T00:00:30.000Z');
const MINUTE_MS = 60_000;
const EVERY_FIVE_MINUTES = '0 */5 * * * *';

/** Lets the promises of the host run on until nothing is running and nothing new was started. */
async function settle({ invoker }: Host): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    await invoker.whenIdle();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a timer function', () => {
  const { start, folder } = hostFixture();

  const startTimer = async (
    timer: Partial<TimerFunctionOptions>,
    {
      clock = createVirtualClock({ startMs: START }),
      dataFolder,
    }: { clock?: VirtualClock; dataFolder?: string } = {},
  ): Promise<{ host: Host; seen: Timer[]; advance: (ms: number) => Promise<void>; clock: VirtualClock }> => {
    const seen: Timer[] = [];
    const handler = (info: Timer, context: InvocationContext): unknown => {
      seen.push(info);
      return timer.handler?.(info, context);
    };
    const entry = (): void => app.timer('timed', { schedule: EVERY_FIVE_MINUTES, ...timer, handler });
    const { host } = await start({ entry, clock, ...(dataFolder === undefined ? {} : { dataFolder }) });
    await settle(host);
    return { host, seen, clock, advance: (ms) => clock.advanceTo(clock.now() + ms, () => settle(host)) };
  };

  it('runs at each occurrence, with what its host knows of the schedule', async () => {
    const { seen, advance } = await startTimer({});
    await advance(11 * MINUTE_MS);
    expect(seen).toEqual([
      {
        schedule: { adjustForDST: true },
        scheduleStatus: {
          last: '0001-01-01T00:00:00',
          next: '2030-01-01T00:05:00+00:00',
          lastUpdated: '0001-01-01T00:00:00',
        },
        isPastDue: false,
      },
      {
        schedule: { adjustForDST: true },
        scheduleStatus: {
          last: '2030-01-01T00:05:00+00:00',
          next: '2030-01-01T00:10:00+00:00',
          lastUpdated: '2030-01-01T00:05:00+00:00',
        },
        isPastDue: false,
      },
    ]);
  });

  it('takes its schedule from a setting, and a time span as an interval', async () => {
    process.env['TIMER_SCHEDULE'] = '00:02:00';
    const { seen, advance } = await startTimer({ schedule: '%TIMER_SCHEDULE%' });
    delete process.env['TIMER_SCHEDULE'];
    await advance(5 * MINUTE_MS);
    expect(seen.map(({ schedule }) => schedule.adjustForDST)).toEqual([false, false]);
  });

  it('runs at start when asked to, and then by its schedule', async () => {
    const { seen, advance } = await startTimer({ runOnStartup: true });
    expect(seen).toHaveLength(1);
    await advance(5 * MINUTE_MS);
    expect(seen).toHaveLength(2);
  });

  it('is past due when its host was away at an occurrence, once however many it missed', async () => {
    const dataFolder = folder();
    const first = await startTimer({}, { dataFolder });
    await first.advance(5 * MINUTE_MS);
    await first.host.stop();
    const later = createVirtualClock({ startMs: first.clock.now() + 60 * MINUTE_MS });
    const second = await startTimer({}, { dataFolder, clock: later });
    expect(second.seen.map(({ isPastDue }) => isPastDue)).toEqual([true]);
    await second.advance(5 * MINUTE_MS);
    expect(second.seen.map(({ isPastDue }) => isPastDue)).toEqual([true, false]);
  });

  it('is not past due without a monitor, nor when it runs more often than once a minute', async () => {
    for (const timer of [{ useMonitor: false }, { schedule: '*/10 * * * * *' }]) {
      const dataFolder = folder();
      const first = await startTimer(timer, { dataFolder });
      await first.advance(5 * MINUTE_MS);
      await first.host.stop();
      const clock = createVirtualClock({ startMs: first.clock.now() + 60 * MINUTE_MS });
      const second = await startTimer(timer, { dataFolder, clock });
      expect(second.seen).toEqual([]);
    }
  });

  it('is not past due under a schedule that has changed since', async () => {
    const dataFolder = folder();
    const first = await startTimer({}, { dataFolder });
    await first.advance(5 * MINUTE_MS);
    await first.host.stop();
    const clock = createVirtualClock({ startMs: first.clock.now() + 60 * MINUTE_MS });
    const second = await startTimer({ schedule: '0 7 * * * *' }, { dataFolder, clock });
    expect(second.seen).toEqual([]);
  });

  it('never overlaps itself: what came due while it ran happens once, right after', async () => {
    const clock = createVirtualClock({ startMs: START });
    const ends: (() => void)[] = [];
    const { host, seen } = await startTimer(
      { handler: () => new Promise<void>((resolve) => ends.push(resolve)) },
      { clock },
    );
    // What runs is left running here, so settling only lets promises go on.
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    await clock.advanceTo(START + 17 * MINUTE_MS, turn);
    expect(seen).toHaveLength(1);
    ends.shift()?.();
    await clock.advanceTo(START + 17 * MINUTE_MS, turn);
    await turn();
    expect(seen).toHaveLength(2);
    ends.shift()?.();
    await settle(host);
    expect(seen).toHaveLength(2);
  });

  it('is run again by its retry policy, told so, and then waits for its next occurrence', async () => {
    const contexts: InvocationContext['retryContext'][] = [];
    const { seen, advance } = await startTimer({
      retry: { strategy: 'fixedDelay', maxRetryCount: 2, delayInterval: { seconds: 10 } },
      handler: (_info, context) => {
        contexts.push(context.retryContext);
        throw new Error('on purpose');
      },
    });
    await advance(5 * MINUTE_MS);
    expect(contexts).toMatchObject([
      undefined,
      { retryCount: 1, maxRetryCount: 2, exception: { message: 'on purpose' } },
      { retryCount: 2, maxRetryCount: 2 },
    ]);
    await advance(5 * MINUTE_MS);
    expect(seen).toHaveLength(6);
  });

  it('backs off exponentially between its bounds', async () => {
    const times: number[] = [];
    const clock = createVirtualClock({ startMs: START });
    const { advance } = await startTimer(
      {
        schedule: '0 0 * * * *',
        retry: {
          strategy: 'exponentialBackoff',
          maxRetryCount: 4,
          minimumInterval: { seconds: 10 },
          maximumInterval: { seconds: 60 },
        },
        handler: () => {
          times.push(clock.now());
          throw new Error('on purpose');
        },
      },
      { clock },
    );
    await advance(65 * MINUTE_MS);
    const gaps = times.slice(1).map((time, index) => (time - (times[index] ?? 0)) / 1000);
    expect(gaps).toEqual([10, 20, 40, 60]);
  });

  it('is refused with its name when its schedule or its remembered status cannot be read', async () => {
    await expect(startTimer({ schedule: 'sometimes' })).rejects.toThrow(
      /Timer function "timed" cannot run\. The schedule "sometimes"/,
    );
    const dataFolder = folder();
    const first = await startTimer({}, { dataFolder });
    await first.host.stop();
    writeFileSync(join(dataFolder, 'timers', 'timed.json'), '{"nextMs":"soon"}');
    await expect(startTimer({}, { dataFolder })).rejects.toThrow(
      /timed\.json does not hold a timer's status/,
    );
  });
});
