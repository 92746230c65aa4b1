import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as df from 'durable-functions';
import { createTestHost, type TestHost } from '../../../../local/host/test-kit/create-test-host';
import {
  ACTIVITY_VALUES,
  FAILURE_TEXTS,
  ROW_MEMBERS,
  STATUS_MEMBERS,
  WEBHOOK_START_MEMBERS,
} from '../../../fixtures/recorded-durable-facts';

const thrown: Record<string, () => unknown> = {
  error: () => new Error('a message'),
  'two lines': () => new Error('line1\nline2'),
  empty: () => new Error(''),
  text: () => 'just a string',
  object: () => ({ foo: 1, message: 'm' }),
  nothing: () => undefined,
};

function factsApp(): void {
  df.app.activity('look', {
    handler: (value: unknown) => ({ type: typeof value, json: JSON.stringify(value) }),
  });
  df.app.activity('same', { handler: (value: unknown) => value });
  df.app.activity('throwing', {
    handler: (kind: string): never => {
      throw thrown[kind]?.() as Error;
    },
  });
  df.app.orchestration('values', function* (context) {
    const seen: unknown[] = [];
    for (const value of context.df.getInput<unknown[]>()) {
      seen.push([yield context.df.callActivity('look', value), yield context.df.callActivity('same', value)]);
    }
    return seen;
  });
  df.app.orchestration('catching', function* (context) {
    try {
      return (yield context.df.callActivity('throwing', context.df.getInput())) as unknown;
    } catch (error) {
      return (error as Error).message;
    }
  });
  df.app.orchestration('throws', function () {
    throw new Error('orch boom');
  });
  df.app.orchestration('status', function* (context) {
    context.df.setCustomStatus('one');
    yield context.df.waitForExternalEvent('Go');
    context.df.setCustomStatus(null);
    yield context.df.callActivity('same', 1);
  });
}

describe('recorded facts', () => {
  let host: TestHost;
  beforeEach(async () => {
    host = await createTestHost({ entry: factsApp });
  });
  afterEach(() => host.stop());

  const outputOf = async (name: string, input?: unknown): Promise<unknown> => {
    const id = await host.start(name, { input });
    await host.settle();
    return host.status(id)?.output;
  };

  it('values arrive at activities and come back as recorded', async () => {
    const seen = (await outputOf(
      'values',
      ACTIVITY_VALUES.map(([sent]) => sent),
    )) as [{ type: string; json?: string }, unknown][];
    expect(seen.map(([{ type, json = null }, back]) => [type, json, back])).toEqual(
      ACTIVITY_VALUES.map(([, type, json, back]) => [type, json, back]),
    );
  });

  it.each(FAILURE_TEXTS)('an activity that throws %s fails with the recorded text', async (kind, message) => {
    expect(await outputOf('catching', kind)).toEqual(
      expect.stringMatching(new RegExp(`^${escaped(message)}`)),
    );
  });

  it('an activity that throws undefined has succeeded with null', async () => {
    expect(await outputOf('catching', 'nothing')).toBeNull();
  });

  it('an orchestrator fails with its name and message, an unknown one with the known names', async () => {
    expect(await outputOf('throws')).toBe("Orchestrator function 'throws' failed: orch boom");
    expect(await outputOf('nobody')).toBe(
      "Orchestrator function 'nobody' failed: The function 'nobody' doesn't exist, is disabled, or is not an orchestrator function. Additional info: The following are the known orchestrator functions: 'values', 'catching', 'throws', 'status'.",
    );
  });

  it('a custom status that is no longer set is null again', async () => {
    const id = await host.start('status');
    await host.settle();
    expect(host.status(id)?.customStatus).toBe('one');
    await host.raise(id, 'Go');
    await host.settle();
    expect(host.status(id)?.customStatus).toBeNull();
  });

  it('a status and its history have the recorded members in their order', async () => {
    const id = await host.start('catching', { input: 'nothing' });
    await host.settle();
    const response = await host.http(`/durabletask/instances/${id}?showHistory=true&showHistoryOutput=true`);
    const { historyEvents, ...status } = (await response.json()) as {
      historyEvents: { EventType: string }[];
    };
    expect(Object.keys(status)).toEqual(STATUS_MEMBERS);
    expect(historyEvents.map((row) => Object.keys(row))).toEqual(
      historyEvents.map(({ EventType }) => ROW_MEMBERS[EventType]),
    );
  });

  it('a start by webhook answers with the recorded addresses, and a running status asks for patience', async () => {
    const started = await host.http(
      '/runtime/webhooks/durabletask/orchestrators/status/a?code=local-system-key',
      { method: 'POST' },
    );
    expect([started.status, started.headers.get('retry-after')]).toEqual([202, '10']);
    expect(Object.keys((await started.json()) as object)).toEqual(WEBHOOK_START_MEMBERS);
    await host.settle();
    const status = await host.http('/durabletask/instances/a');
    expect([status.status, status.headers.get('retry-after'), status.headers.get('location')]).toEqual([
      202,
      '5',
      status.url,
    ]);
  });
});

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
