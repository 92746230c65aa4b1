import { ServiceBusClient, type ServiceBusReceiver } from '@azure/service-bus';
import { describe, expect, it } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrokerProcess } from './broker-process';

const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'gatehouse-bus-'));
const clientOf = ({ connectionString }: BrokerProcess): ServiceBusClient =>
  new ServiceBusClient(connectionString, { retryOptions: { maxRetries: 0, timeoutInMs: 2_000 } });

describe('a broker that is killed without warning', () => {
  it('has every message it accepted when it is started again, and none that was completed', async () => {
    const folder = freshFolder();
    const first = await BrokerProcess.start(folder);
    const client = clientOf(first);
    const accepted = new Set<string>();
    const completed = new Set<string>();
    const sending = Promise.all(
      Array.from({ length: 20 }, (_, lane) => sendUntilItBreaks(client, lane, accepted)),
    );
    const completing = completeUntilItBreaks(client.createReceiver('busy'), completed);
    await until(() => accepted.size > 400 && completed.size > 100);
    await first.kill();
    await Promise.all([sending, completing]);
    await client.close();

    const second = await BrokerProcess.start(folder);
    const later = clientOf(second);
    const found = new Set<string>();
    const receiver = later.createReceiver('busy', { receiveMode: 'receiveAndDelete' });
    for (let some = await receiver.receiveMessages(1000, { maxWaitTimeInMs: 500 }); some.length > 0;) {
      for (const { messageId } of some) found.add(String(messageId));
      some = await receiver.receiveMessages(1000, { maxWaitTimeInMs: 500 });
    }
    await later.close();
    expect(await second.stop()).toBe(0);
    expect([...accepted].filter((id) => !found.has(id) && !completed.has(id))).toEqual([]);
    expect([...completed].filter((id) => found.has(id))).toEqual([]);
  });

  it('keeps its key, so that clients need no new connection string', async () => {
    const folder = freshFolder();
    const keyOf = (connectionString: string): string | undefined =>
      /SharedAccessKey=([^;]+)/.exec(connectionString)?.[1];
    const first = await BrokerProcess.start(folder);
    await first.kill();
    const second = await BrokerProcess.start(folder);
    await second.stop();
    expect(keyOf(second.connectionString)).toBe(keyOf(first.connectionString));
  });

  it('does not start in production', async () => {
    await expect(BrokerProcess.start(freshFolder(), { NODE_ENV: 'production' })).rejects.toThrow(
      /NODE_ENV=production/,
    );
  });
});

/** Sends one message after the other and notes what the broker said yes to. */
async function sendUntilItBreaks(
  client: ServiceBusClient,
  lane: number,
  accepted: Set<string>,
): Promise<void> {
  const sender = client.createSender('busy');
  for (let number = 0; ; number++) {
    const messageId = `${lane}-${number}`;
    try {
      await sender.sendMessages({ body: messageId, messageId });
    } catch {
      return; // the broker is gone: this is what the scenario is about
    }
    accepted.add(messageId);
  }
}

/** Completes what comes. What was under way when the broker went is unknown, and counted as neither. */
async function completeUntilItBreaks(receiver: ServiceBusReceiver, completed: Set<string>): Promise<void> {
  try {
    for (;;) {
      for (const message of await receiver.receiveMessages(10, { maxWaitTimeInMs: 1_000 })) {
        await receiver.completeMessage(message);
        completed.add(String(message.messageId));
      }
    }
  } catch {
    return; // as above
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}
