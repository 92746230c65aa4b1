import { type ServiceBusClient } from '@azure/service-bus';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startBroker, type Broker } from '../../../../local/bus/broker';
import { connectServiceBus } from '../../../../shared/clients/bus/connect-service-bus';
import { serviceBusHintBus } from '../../../../shared/clients/bus/service-bus-hint-bus';
import { hintSchema, type Hint } from '../../../../shared/domain/hint';
import { stableGuid } from '../../../../shared/domain/ids';

const QUEUE = 'hints';
const config = {
  UserConfig: {
    Namespaces: [{ Name: 'sbemulatorns', Queues: [{ Name: QUEUE, Properties: {} }], Topics: [] }],
    Logging: { Type: 'File' },
  },
};

let broker: Broker;
let client: ServiceBusClient;

beforeEach(async () => {
  broker = await startBroker({ config, port: 0 });
  client = connectServiceBus({ connectionString: broker.connectionString });
});
afterEach(async () => {
  await client.close();
  await broker.stop();
});

function hint(name: string, more: Partial<Hint> = {}): Hint {
  return { kind: 'guest', id: stableGuid(name), hintId: name, tries: 0, ...more };
}

async function received(count: number) {
  const receiver = client.createReceiver(QUEUE, { receiveMode: 'receiveAndDelete' });
  const messages = [];
  while (messages.length < count) messages.push(...(await receiver.receiveMessages(count - messages.length)));
  return messages;
}

describe('serviceBusHintBus', () => {
  it('says a hint as JSON under its own id', async () => {
    await serviceBusHintBus(client, QUEUE).send([hint('h-1', { tries: 2 })]);
    const [message] = await received(1);
    expect(message).toMatchObject({ messageId: 'h-1', contentType: 'application/json' });
    expect(hintSchema.parse(message?.body)).toEqual(hint('h-1', { tries: 2 }));
  });

  it('splits what is too much for one batch, and loses nothing', async () => {
    const hints = Array.from({ length: 6_000 }, (_, index) => hint(`${String(index)}-`.padEnd(128, 'x')));
    await serviceBusHintBus(client, QUEUE).send(hints);
    const ids = new Set((await received(hints.length)).map((message) => message.messageId));
    expect(ids).toEqual(new Set(hints.map(({ hintId }) => hintId)));
  });

  it('makes a hint an alarm that is not heard before its time', async () => {
    const notBefore = new Date(Date.now() + 3_600_000).toISOString();
    await serviceBusHintBus(client, QUEUE).send([hint('alarm-1'), hint('alarm-2')], notBefore);
    const waiting = await client.createReceiver(QUEUE).peekMessages(10);
    expect(
      waiting.map(({ messageId, state, scheduledEnqueueTimeUtc }) => [
        messageId,
        state,
        scheduledEnqueueTimeUtc?.toISOString(),
      ]),
    ).toEqual([
      ['alarm-1', 'scheduled', notBefore],
      ['alarm-2', 'scheduled', notBefore],
    ]);
  });

  it('says nothing where there is nothing to say', async () => {
    await client.close();
    await expect(serviceBusHintBus(client, QUEUE).send([])).resolves.toBeUndefined();
  });

  it('is unavailable where the queue is not there, and tells what to check', async () => {
    const send = serviceBusHintBus(client, 'no-such-queue').send([hint('h-1')]);
    await expect(send).rejects.toMatchObject({
      reason: 'unavailable',
      message: expect.stringContaining('no-such-queue'),
    });
  });

  it('is unavailable while the broker is away', async () => {
    const bus = serviceBusHintBus(client, QUEUE);
    await broker.stop();
    await expect(bus.send([hint('h-1')])).rejects.toMatchObject({ reason: 'unavailable' });
  });

  it('shows neither key nor connection string', async () => {
    const wrong = connectServiceBus({
      connectionString: broker.connectionString.replace(/SharedAccessKey=[^;]+/, 'SharedAccessKey=c2VjcmV0'),
    });
    const failure: unknown = await serviceBusHintBus(wrong, QUEUE)
      .send([hint('h-1')])
      .catch((error: unknown) => error);
    await wrong.close();
    expect(failure).toMatchObject({ reason: 'unavailable' });
    expect(String(failure)).not.toMatch(/c2VjcmV0|Endpoint|SharedAccess/);
  });
});
