import { app } from '@azure/functions';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ServiceBusClient } from '@azure/service-bus';
import { type Broker, startBroker } from '../../../../local/bus/broker';
import { createHost } from '../../../../local/host/host';
import { hostFixture } from '../support/host-fixture';

const queue = (name: string, properties: object = {}): object => ({
  Name: name,
  Properties: { LockDuration: 'PT30S', MaxDeliveryCount: 3, DefaultMessageTimeToLive: 'PT1H', ...properties },
});

const CONFIG = {
  UserConfig: {
    Namespaces: [{ Name: 'sbemulatorns', Queues: [queue('hints'), queue('orders')], Topics: [] }],
    Logging: { Type: 'File' },
  },
};

const BROKER = { config: CONFIG, anyDuration: true, sharedAccessKey: 'the same after a restart' };

interface Seen {
  input: unknown;
  metadata: Record<string, unknown>;
}

/** Collects what a function saw, and lets a test wait for the n-th time. */
class Sightings {
  readonly all: Seen[] = [];
  private waiters: { count: number; wake: () => void }[] = [];

  readonly handler = (input: unknown, context: { triggerMetadata?: unknown }): void => {
    this.all.push({ input, metadata: (context.triggerMetadata ?? {}) as Record<string, unknown> });
    this.waiters = this.waiters.filter(({ count, wake }) => {
      if (this.all.length < count) return true;
      wake();
      return false;
    });
  };

  /** Resolves when the function ran that many times. */
  times(count: number): Promise<void> {
    if (this.all.length >= count) return Promise.resolve();
    return new Promise((wake) => this.waiters.push({ count, wake }));
  }
}

describe('a Service Bus queue function', () => {
  const { start } = hostFixture();
  let broker: Broker;
  let client: ServiceBusClient;

  beforeEach(async () => {
    broker = await startBroker({ ...BROKER, port: 0 });
    client = new ServiceBusClient(broker.connectionString);
  });

  afterEach(async () => {
    await client.close();
    await broker.stop();
  });

  const env = (): Record<string, string> => ({ BUS: broker.connectionString, HINTS_QUEUE: 'hints' });

  it('gets a JSON body parsed, with the metadata of the message, and completes it', async () => {
    const seen = new Sightings();
    const { host } = await start({
      env: env(),
      entry: () =>
        app.serviceBusQueue('one', { connection: 'BUS', queueName: '%HINTS_QUEUE%', handler: seen.handler }),
    });
    await client.createSender('hints').sendMessages({
      messageId: 'hint-a',
      body: { Guest: 'g1' },
      subject: 'looked-at',
      correlationId: 'c1',
      contentType: 'application/json',
      applicationProperties: { Tenant: 't1' },
    });
    await seen.times(1);
    await host.stop();
    expect(seen.all[0]?.input).toEqual({ Guest: 'g1' });
    expect(seen.all[0]?.metadata).toMatchObject({
      messageId: 'hint-a',
      deliveryCount: 1,
      subject: 'looked-at',
      correlationId: 'c1',
      contentType: 'application/json',
      applicationProperties: { tenant: 't1' },
      enqueuedTimeUtc: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      lockToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
      sequenceNumber: expect.any(Number),
    });
    const left = await client.createReceiver('hints').peekMessages(5);
    expect(left).toEqual([]);
  });

  it('gets a text that is no JSON as it is, and bytes when it asks for them', async () => {
    const seen = new Sightings();
    const bytes = new Sightings();
    await start({
      env: env(),
      entry: () => {
        app.serviceBusQueue('text', { connection: 'BUS', queueName: 'hints', handler: seen.handler });
        app.generic('bytes', {
          trigger: {
            type: 'serviceBusTrigger',
            name: 'message',
            connection: 'BUS',
            queueName: 'orders',
            dataType: 'binary',
          },
          handler: bytes.handler,
        });
      },
    });
    await client.createSender('hints').sendMessages({ body: Buffer.from('not {json') });
    await client.createSender('orders').sendMessages({ body: Buffer.from([0, 255, 1]) });
    await Promise.all([seen.times(1), bytes.times(1)]);
    expect(seen.all[0]?.input).toBe('not {json');
    expect(bytes.all[0]?.input).toEqual(Buffer.from([0, 255, 1]));
  });

  it('abandons what its handler throws on, until the broker puts the message among the dead letters', async () => {
    const seen = new Sightings();
    const dead = new Sightings();
    await start({
      env: env(),
      entry: () => {
        app.serviceBusQueue('fails', {
          connection: 'BUS',
          queueName: 'hints',
          handler: (input, context) => {
            seen.handler(input, context);
            throw new Error('on purpose');
          },
        });
        app.serviceBusQueue('dead', {
          connection: 'BUS',
          queueName: 'hints/$DeadLetterQueue',
          handler: dead.handler,
        });
      },
    });
    await client.createSender('hints').sendMessages({ messageId: 'poison', body: 'x' });
    await dead.times(1);
    expect(seen.all.map(({ metadata }) => metadata['deliveryCount'])).toEqual([1, 2, 3]);
    expect(dead.all[0]?.metadata['messageId']).toBe('poison');
  });

  it('gets many messages as one batch, their metadata as lists, and settles them together', async () => {
    const seen = new Sightings();
    let isFirst = true;
    const batch = [1, 2, 3].map((number) => ({ messageId: `m${number}`, body: { number } }));
    await client.createSender('hints').sendMessages(batch);
    const { host } = await start({
      env: env(),
      entry: () =>
        app.serviceBusQueue('many', {
          connection: 'BUS',
          queueName: 'hints',
          cardinality: 'many',
          handler: (input, context) => {
            seen.handler(input, context);
            if (isFirst) throw new Error(`on purpose ${String((isFirst = false))}`);
          },
        }),
    });
    await seen.times(2);
    await host.stop();
    for (const [index, { input, metadata }] of seen.all.entries()) {
      expect(input).toEqual([{ number: 1 }, { number: 2 }, { number: 3 }]);
      expect(metadata['messageIdArray']).toEqual(['m1', 'm2', 'm3']);
      expect(metadata['deliveryCountArray']).toEqual([index + 1, index + 1, index + 1]);
    }
    expect(await client.createReceiver('hints').peekMessages(5)).toEqual([]);
  });

  it('takes no more than maxMessageBatchSize of host.json at once', async () => {
    const seen = new Sightings();
    await client.createSender('hints').sendMessages([1, 2, 3, 4, 5].map((body) => ({ body })));
    await start({
      env: { ...env(), AzureFunctionsJobHost__extensions__serviceBus__maxMessageBatchSize: '2' },
      entry: () =>
        app.serviceBusQueue('many', {
          connection: 'BUS',
          queueName: 'hints',
          cardinality: 'many',
          handler: seen.handler,
        }),
    });
    await seen.times(3);
    expect(seen.all.map(({ input }) => input)).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('ends after its running invocation has ended and the message is settled', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const seen = new Sightings();
    const { host } = await start({
      env: env(),
      entry: () =>
        app.serviceBusQueue('slow', {
          connection: 'BUS',
          queueName: 'hints',
          handler: async (input, context) => {
            seen.handler(input, context);
            await gate;
          },
        }),
    });
    await client.createSender('hints').sendMessages({ body: 'x' });
    await seen.times(1);
    let isStopped = false;
    const stopping = host.stop().then(() => (isStopped = true));
    await client.createSender('orders').sendMessages({ body: 'time passes' });
    expect(isStopped).toBe(false);
    release();
    await stopping;
    expect(await client.createReceiver('hints').peekMessages(5)).toEqual([]);
  });

  it.each(['one', 'many'] as const)(
    'that takes %s goes on after its broker was restarted',
    async (cardinality) => {
      const seen = new Sightings();
      await start({
        env: env(),
        entry: () =>
          app.serviceBusQueue('steady', {
            connection: 'BUS',
            queueName: 'hints',
            cardinality,
            handler: seen.handler,
          }),
      });
      const sender = client.createSender('hints');
      await sender.sendMessages({ body: 'before' });
      await seen.times(1);
      const queue = client.createReceiver('hints');
      for (let left = 1; left > 0; left = (await queue.peekMessages(1)).length);
      await broker.stop();
      broker = await startBroker({ ...BROKER, port: broker.port });
      const other = new ServiceBusClient(broker.connectionString);
      await other.createSender('hints').sendMessages({ body: 'after' });
      await seen.times(2);
      await other.close();
      expect(seen.all.flatMap(({ input }) => input)).toContain('after');
    },
  );

  it('says which setting its connection lacks', async () => {
    const host = await createHost({
      entry: () =>
        app.serviceBusQueue('deaf', { connection: 'NOT_SET', queueName: 'hints', handler: () => undefined }),
    });
    await expect(host.start()).rejects.toThrow(/"deaf" cannot listen: its connection "NOT_SET" is not set/);
  });
});
