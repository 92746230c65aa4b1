import { app, type GenericFunctionOptions, type HttpResponseInit } from '@azure/functions';
import { describe, expect, it } from '@jest/globals';
import * as df from 'durable-functions';
import { createFunctionsCore } from '../../../../local/host/core/create-functions-core';
import { createHost } from '../../../../local/host/host';
import { hostFixture } from '../support/host-fixture';

const handler = (): void => undefined;
const httpHandler = (): HttpResponseInit => ({});

/** Registers a function, loads it as an app, and gives what went wrong. */
const refusal = async (entry: () => void): Promise<string> => {
  const made = createHost({ entry });
  return made.then(
    () => 'not refused',
    (error: unknown) => (error as Error).message,
  );
};

describe('registering with the host', () => {
  const { start } = hostFixture();

  it('refuses a second function of one name, whatever its case', async () => {
    const twice = (): void => {
      app.get('Same', httpHandler);
      app.get('same', httpHandler);
    };
    expect(await refusal(twice)).toContain('A function with name "same" has already been registered');
  });

  it('refuses a function after the app was loaded', async () => {
    await start({ entry: () => app.get('early', httpHandler) });
    expect(() => app.get('late', httpHandler)).toThrow('can only be registered during app startup');
  });

  const generic = (trigger: object, more: Partial<GenericFunctionOptions> = {}): void =>
    app.generic('f', { trigger: { name: 'in', type: 'httpTrigger', ...trigger }, handler, ...more });

  it.each<[string, () => void, string]>([
    ['a blob trigger', () => generic({ type: 'blobTrigger' }), 'the trigger "blobTrigger"'],
    ['an event hub trigger', () => generic({ type: 'eventHubTrigger' }), 'the trigger "eventHubTrigger"'],
    [
      'a topic',
      () => app.serviceBusTopic('f', { connection: 'B', topicName: 't', subscriptionName: 's', handler }),
      'Service Bus topics',
    ],
    [
      'a session queue',
      () => app.serviceBusQueue('f', { connection: 'B', queueName: 'q', isSessionsEnabled: true, handler }),
      'Service Bus sessions',
    ],
    [
      'SDK bindings',
      () => app.serviceBusQueue('f', { connection: 'B', queueName: 'q', sdkBinding: true, handler }),
      'Service Bus SDK bindings',
    ],
  ])('refuses %s by name', async (_what, register, named) => {
    expect(await refusal(register)).toMatch(new RegExp(`^Function "f" uses ${named}.* does not support`));
  });

  it.each<[string, Partial<GenericFunctionOptions>, string]>([
    ['an output', { return: { name: 'out', type: 'queue' } }, 'the output binding "queue"'],
    ['an input', { extraInputs: [{ name: 'in2', type: 'blob' }] }, 'the input binding "blob"'],
  ])(
    'warns of %s binding it does not run, and fails every call before the handler is reached',
    async (_what, more, named) => {
      let calls = 0;
      const { url, lines } = await start({
        entry: () => generic({ methods: ['GET'] }, { ...more, handler: () => void (calls += 1) }),
      });
      expect(lines).toContainEqual(
        expect.objectContaining({ level: 'warning', text: expect.stringContaining(named) }),
      );
      expect((await fetch(`${url}/api/f`)).status).toBe(500);
      expect(lines.filter(({ level }) => level === 'error').map(({ text }) => text)).toEqual([
        expect.stringContaining(`Function "f" uses ${named}`),
      ]);
      expect(calls).toBe(0);
    },
  );

  it('runs the rest of an app when a setting disables the function it would refuse', async () => {
    const { host } = await start({
      env: { 'AzureWebJobs.f.Disabled': 'true' },
      entry: () => {
        generic({ type: 'blobTrigger' });
        app.get('on', httpHandler);
      },
    });
    expect(host.functions.map(({ name }) => name)).toEqual(['on']);
  });

  it('names every function it refuses at once', async () => {
    const both = (): void => {
      app.storageQueue('one', { queueName: 'q', connection: 'C', handler });
      app.storageQueue('two', { queueName: 'q', connection: 'C', handler });
    };
    expect(await refusal(both)).toMatch(/Function "one" uses[^]*Function "two" uses[^]*Disabled/);
  });

  it('lets an app load that warms up, and warms it up when asked to by hand', async () => {
    let calls = 0;
    const { host, url } = await start({
      entry: () => app.warmup('warm', { handler: () => void (calls += 1) }),
    });
    expect(calls).toBe(0);
    expect((await fetch(`${url}/admin/functions/warm`, { method: 'POST' })).status).toBe(202);
    await host.invoker.whenIdle();
    expect(calls).toBe(1);
  });

  it('lets an app load that also has entities', async () => {
    const { host } = await start({ entry: () => df.app.entity('Counter', handler) });
    expect(host.functions.map(({ trigger }) => trigger.type)).toEqual(['entityTrigger']);
  });

  it('knows five hooks and refuses others the way the library looks for', () => {
    const core = createFunctionsCore();
    for (const hook of ['preInvocation', 'postInvocation', 'appStart', 'appTerminate', 'log']) {
      core.registerHook(hook, handler).dispose();
    }
    let thrown: unknown;
    try {
      core.registerHook('unheardOf', handler);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(RangeError);
    expect(thrown).toMatchObject({ isAzureFunctionsSystemError: true });
  });

  it('leaves out functions that a setting disables', async () => {
    const { host, url } = await start({
      env: { 'AzureWebJobs.off.Disabled': 'true' },
      entry: () => {
        app.get('on', () => ({ body: 'on' }));
        app.get('off', () => ({ body: 'off' }));
      },
    });
    expect(host.functions.map(({ name }) => name)).toEqual(['on']);
    expect((await fetch(`${url}/api/off`)).status).toBe(404);
  });
});
