import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventType } from '../../../../local/host/durable/history-event';
import { createTestHost, type TestHost } from '../../../../local/host/test-kit/create-test-host';
import { calls, durableSampleApp } from '../../../fixtures/durable-sample-app';

const greetings = ['Hello Ann!', 'Hello Bob!'];

describe('fault switches', () => {
  let host: TestHost;
  beforeEach(async () => {
    calls.length = 0;
    host = await createTestHost({ entry: durableSampleApp, seed: 11 });
  });
  afterEach(() => host.stop());

  const finish = async (name: string): Promise<unknown> => {
    const id = await host.start(name);
    await host.settle();
    return host.status(id)?.output;
  };
  it('runs an activity twice', async () => {
    host.faults.runTwice.add('greet');
    expect(await finish('chain')).toEqual(greetings);
    expect(calls).toEqual(['greet Ann', 'greet Ann', 'greet Bob', 'greet Bob']);
  });

  it('delivers a completion twice; the second is dropped and said', async () => {
    host.faults.duplicateCompletion.add('greet');
    expect(await finish('chain')).toEqual(greetings);
    expect(host.log.filter(({ text }) => text.includes('a second TaskCompleted'))).not.toEqual([]);
  });

  it('runs an activity again whose result was lost in a crash', async () => {
    await host.crash({ record: 'activity', when: 'before', functionName: 'greet' });
    expect(await finish('chain')).toEqual(greetings);
    expect(calls).toEqual(['greet Ann', 'greet Ann', 'greet Bob']);
  });

  it('does not run an activity again whose result was kept before the crash', async () => {
    await host.crash({ record: 'activity', when: 'after' });
    expect(await finish('chain')).toEqual(greetings);
    expect(calls).toEqual(['greet Ann', 'greet Bob']);
  });

  it.each(['before', 'after'] as const)(
    'comes to the same end after a crash %s a turn was recorded',
    async (when) => {
      await host.crash({ record: 'turn', when });
      expect(await finish('parent')).toEqual(greetings);
      expect(calls).toEqual(['greet Ann', 'greet Bob']);
    },
  );

  it('delivers several events in one turn, or each in its own', async () => {
    const turnsOf = async (): Promise<number> => {
      const id = await host.start('collect');
      await host.settle();
      await host.raiseAll(
        id,
        [1, 2, 3].map((data) => ({ name: 'Add', data })),
      );
      await host.settle();
      expect(host.status(id)?.output).toEqual([1, 2, 3]);
      return host.history(id).filter(({ EventType: type }) => type === EventType.OrchestratorStarted).length;
    };
    expect(await turnsOf()).toBe(2);
    host.faults.messagesPerTurn = 1;
    expect(await turnsOf()).toBe(4);
  });

  it('keeps starts, events and timers over a crash', async () => {
    const id = await host.start('approval');
    await host.settle();
    await host.crash();
    await host.raise(id, 'Approval', 'granted');
    await host.crash();
    await host.settle();
    expect(host.status(id)?.output).toBe('granted');
  });
});

describe('a host that counts what it feeds', () => {
  it('counts each turn and the whole history it was given', async () => {
    const host = await createTestHost({ entry: durableSampleApp, isForgetful: true });
    const id = await host.start('chain');
    await host.settle();
    // Begin and start; then what the turn before left, its own end, and one greeting each.
    expect(host.fed).toEqual({ turns: 3, events: 2 + 6 + 10 });
    expect(host.status(id)?.output).toEqual(greetings);
    expect(host.log).toEqual([]);
    await host.stop();
  });
});
