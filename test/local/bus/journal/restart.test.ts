import { ServiceBusClient } from '@azure/service-bus';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker, type Broker } from '../../../../local/bus/broker';
import { receiveMany, receiveOne } from '../contract/contract-bus';
import { contractConfig } from '../contract/contract-target';

describe('a broker that is stopped and started', () => {
  let dataFolder: string;
  beforeEach(() => {
    dataFolder = mkdtempSync(join(tmpdir(), 'gatehouse-bus-'));
  });

  const start = (options: { config?: object; port?: number } = {}): Promise<Broker> =>
    startBroker({ config: contractConfig(), port: 0, dataFolder, anyDuration: true, ...options });
  const journal = (): string =>
    join(
      dataFolder,
      readdirSync(dataFolder).find((name) => name.endsWith('.log'))!,
    );

  async function withClient<Result>(
    broker: Broker,
    act: (client: ServiceBusClient) => Promise<Result>,
  ): Promise<Result> {
    const client = new ServiceBusClient(broker.connectionString);
    return act(client).finally(() => client.close());
  }

  it('has its messages, dead letters and scheduled messages as they were', async () => {
    const first = await start();
    const far = new Date(Date.now() + 600_000);
    await withClient(first, async (client) => {
      const sender = client.createSender('plain');
      await sender.sendMessages([
        { body: 'dead', messageId: 'd' },
        { body: 'completed' },
        { body: { kept: true }, messageId: 'k', applicationProperties: { n: 1 } },
      ]);
      await sender.scheduleMessages({ body: 'scheduled' }, far);
      const receiver = client.createReceiver('plain');
      await receiver.deadLetterMessage(await receiveOne(receiver), {
        deadLetterReason: 'r',
        deadLetterErrorDescription: 'd',
      });
      await receiver.completeMessage(await receiveOne(receiver));
    });
    await first.stop();

    const second = await start();
    await withClient(second, async (client) => {
      const seen = await client.createReceiver('plain').peekMessages(10);
      expect(
        seen.map(({ body, state, sequenceNumber }) => [body as unknown, state, sequenceNumber!.toNumber()]),
      ).toEqual([
        [{ kept: true }, 'active', 3],
        ['scheduled', 'scheduled', 4],
      ]);
      expect(seen[0]).toMatchObject({ messageId: 'k', applicationProperties: { n: 1 } });
      expect(seen[1]!.scheduledEnqueueTimeUtc).toEqual(far);
      const letter = await receiveOne(client.createReceiver('plain', { subQueueType: 'deadLetter' }));
      expect(letter).toMatchObject({ body: 'dead', messageId: 'd', deadLetterReason: 'r' });
      await client.createSender('plain').sendMessages({ body: 'new' });
      const [, , newest] = await client
        .createReceiver('plain')
        .peekMessages(10, { fromSequenceNumber: seen[0]!.sequenceNumber! });
      expect(newest!.sequenceNumber!.toNumber()).toBe(5); // numbers are never given out twice
    });
    await second.stop();
  });

  it('counts a delivery that the stop cut off, and delivers again at once', async () => {
    const first = await start();
    await withClient(first, async (client) => {
      await client.createSender('plain').sendMessages({ body: 'x' });
      await receiveOne(client.createReceiver('plain'));
    });
    await first.stop();
    const second = await start();
    await withClient(second, async (client) => {
      const receiver = client.createReceiver('plain');
      const message = await receiveOne(receiver);
      expect(message.deliveryCount).toBe(1);
      await receiver.completeMessage(message);
    });
    await second.stop();
  });

  it('sets aside what was on its last delivery when it stopped', async () => {
    for (let time = 0; time < 2; time++) {
      const broker = await start();
      await withClient(broker, async (client) => {
        if (time === 0) await client.createSender('two-tries').sendMessages({ body: 'crasher' });
        await receiveOne(client.createReceiver('two-tries'));
      });
      await broker.stop();
    }
    const third = await start();
    await withClient(third, async (client) => {
      const letter = await receiveOne(client.createReceiver('two-tries', { subQueueType: 'deadLetter' }));
      expect(letter).toMatchObject({ body: 'crasher', deadLetterReason: 'MaxDeliveryCountExceeded' });
    });
    await third.stop();
  });

  it('is found again by a subscriber and a sender, on its old port', async () => {
    const first = await start();
    const client = new ServiceBusClient(first.connectionString, {
      retryOptions: { timeoutInMs: 3_000, retryDelayInMs: 50 },
    });
    const receiver = client.createReceiver('plain', { receiveMode: 'receiveAndDelete' });
    let heard: (body: unknown) => void = () => undefined;
    receiver.subscribe({
      processMessage: async ({ body }) => heard(body),
      processError: async () => undefined,
    });
    const sender = client.createSender('plain');
    const sendAndHear = async (body: string): Promise<unknown> => {
      const arrival = new Promise((resolve) => {
        heard = resolve;
      });
      await sender.sendMessages({ body });
      return arrival;
    };
    expect(await sendAndHear('before')).toBe('before');
    await first.stop();
    const second = await start({ port: first.port });
    expect(await sendAndHear('after')).toBe('after');
    await client.close();
    await second.stop();
  });

  it('rewrites its journal when most of it is history', async () => {
    const first = await start();
    const body = Buffer.alloc(200_000);
    await withClient(first, async (client) => {
      const sender = client.createSender('plain');
      await sender.sendMessages({ body: 'survivor' });
      const survivor = client.createReceiver('plain');
      const held = await receiveOne(survivor);
      const receiver = client.createReceiver('plain', { receiveMode: 'receiveAndDelete' });
      for (let round = 0; round < 10; round++) {
        await Promise.all(Array.from({ length: 10 }, () => sender.sendMessages({ body })));
        await receiveMany(receiver, 10);
      }
      await survivor.abandonMessage(held);
    });
    expect(statSync(journal()).size).toBeLessThan(16_000_000); // 20 MB went through it
    await first.stop();
    const second = await start();
    await withClient(second, async (client) => {
      const receiver = client.createReceiver('plain');
      const seen = await receiver.peekMessages(10);
      expect(seen.map((message) => message.body as string)).toEqual(['survivor']);
      expect(seen[0]!.deliveryCount).toBe(1);
    });
    await second.stop();
  });

  it('ignores the last lines of a journal that a kill cut short, and nothing else', async () => {
    const first = await start();
    await withClient(first, (client) => client.createSender('plain').sendMessages({ body: 'whole' }));
    await first.stop();
    appendFileSync(journal(), Buffer.from([0, 0, 1, 0, 1, 2, 3, 4, 5]));
    const second = await start();
    const seen = await withClient(second, (client) => client.createReceiver('plain').peekMessages(10));
    expect(seen.map(({ body }) => body as string)).toEqual(['whole']);
    await second.stop();
  });

  it('refuses a journal that was changed, and says which file and where', async () => {
    const first = await start();
    await withClient(first, (client) => client.createSender('plain').sendMessages({ body: 'x'.repeat(100) }));
    await first.stop();
    const bytes = readFileSync(journal());
    bytes[bytes.length - 10]! ^= 1;
    writeFileSync(journal(), bytes);
    await expect(start()).rejects.toThrow(/journal-\d+\.log is damaged: the frame at byte \d+/);
  });

  it('refuses to lose the messages of a queue that is no longer declared', async () => {
    const first = await start();
    await withClient(first, (client) => client.createSender('plain').sendMessages({ body: 'x' }));
    await first.stop();
    const config = {
      UserConfig: { Namespaces: [{ Name: 'sbemulatorns', Queues: [{ Name: 'other' }] }], Logging: {} },
    };
    await expect(start({ config })).rejects.toThrow(/1 messages of the queue 'plain'/);
  });

  it('refuses a data folder that another broker uses', async () => {
    const first = await start();
    await expect(start()).rejects.toThrow(/is in use by process/);
    await first.stop();
    await (await start()).stop();
  });
});
