import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestHost, type TestHost } from '../../../../local/host/test-kit/create-test-host';
import { calls, durableSampleApp, failuresLeft } from '../../../fixtures/durable-sample-app';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

describe('the patterns of durable functions', () => {
  let host: TestHost;
  beforeEach(async () => {
    calls.length = 0;
    failuresLeft.clear();
    host = await createTestHost({ entry: durableSampleApp, seed: 7 });
  });
  afterEach(() => host.stop());

  const outputOf = async (name: string, input?: unknown): Promise<unknown> => {
    const id = await host.start(name, { input });
    await host.settle();
    return host.status(id)?.output;
  };

  it('chains activities, each run once although the orchestrator is replayed', async () => {
    expect(await outputOf('chain')).toEqual(['Hello Ann!', 'Hello Bob!']);
    expect(calls).toEqual(['greet Ann', 'greet Bob']);
  });

  it('fans out and in', async () => {
    expect(await outputOf('fanOut', [1, 2, 3])).toBe(12);
  });

  it('waits for real input and output of a running activity before it counts as settled', async () => {
    expect(await outputOf('slowly')).toBe('slow');
  });

  it('lets a person answer in time, and does not wait for the timer that lost', async () => {
    const id = await host.start('approval');
    await host.advance(DAY_MS);
    await host.raise(id, 'Approval', 'granted');
    await host.settle();
    expect(host.status(id)).toMatchObject({ runtimeStatus: 'Completed', output: 'granted' });
  });

  it('goes on when nobody answers in time', async () => {
    const id = await host.start('approval');
    await host.advance(3 * DAY_MS - 1);
    expect(host.status(id)?.runtimeStatus).toBe('Running');
    await host.advance(1);
    expect(host.status(id)?.output).toBe('escalated');
  });

  it('runs an eternal monitor, a new execution for every round', async () => {
    const id = await host.start('monitor', { input: { checks: 0, lastCheck: 0 } });
    await host.advance(5 * DAY_MS);
    expect(host.status(id)).toMatchObject({
      runtimeStatus: 'Running',
      customStatus: { checks: 5 },
      input: { checks: 5 },
    });
    expect(host.history(id).length).toBeLessThan(12);
  });

  it('runs sub-orchestrations under ids made of the parent execution', async () => {
    const id = await host.start('parent');
    await host.settle();
    expect(host.status(id)?.output).toEqual(['Hello Ann!', 'Hello Bob!']);
    const children = host.history(id).flatMap((event) => ('InstanceId' in event ? [event.InstanceId] : []));
    expect(children).toEqual([
      expect.stringMatching(/^[0-9a-f-]{36}:0$/),
      expect.stringMatching(/^[0-9a-f-]{36}:1$/),
    ]);
  });

  it('retries with growing waits until it works', async () => {
    failuresLeft.set('k', 2);
    const id = await host.start('retrying', { input: 'k' });
    await host.advance(3 * MINUTE_MS - 1);
    expect(host.status(id)?.runtimeStatus).toBe('Running');
    await host.advance(1);
    expect(host.status(id)).toMatchObject({ runtimeStatus: 'Completed', output: 'at last, k' });
    expect(calls).toHaveLength(3);
  });

  it('gives up after the last attempt, with one timer more than waits', async () => {
    failuresLeft.set('k', 99);
    const id = await host.start('retrying', { input: 'k' });
    await host.advance(7 * MINUTE_MS);
    expect(host.status(id)?.runtimeStatus).toBe('Failed');
    expect(host.status(id)?.output).toMatch(
      /^Orchestrator function 'retrying' failed: Activity function 'flaky' failed: {2}not yet, k \n \{/,
    );
    expect(host.history(id).filter((event) => 'TimerId' in event)).toHaveLength(4);
  });

  it('starts through the library client over HTTP, and refuses a second start of an id that runs', async () => {
    const first = await host.http('/api/start/approval?id=one', { method: 'POST' });
    expect(first.status).toBe(202);
    await host.settle();
    const second = await host.http('/api/start/approval?id=one', { method: 'POST' });
    expect(second.status).toBe(500);
    expect(host.log.some(({ text }) => text.includes('unexpected status code: 409'))).toBe(true);
  });
});
