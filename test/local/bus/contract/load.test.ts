import { describe, expect, it } from '@jest/globals';
import { ContractBus, receiveMany } from './contract-bus';

const MORE_THAN_A_SESSION_HOLDS = 2_500;

describe('many messages', () => {
  const bus = new ContractBus('busy', 'plain');

  it('pass one link, more than the 2,048 that a session can leave unsettled', async () => {
    await sendMany(MORE_THAN_A_SESSION_HOLDS);
    const receiver = bus.receiver('busy');
    const seen = new Set<number>();
    while (seen.size < MORE_THAN_A_SESSION_HOLDS) {
      const messages = await receiveMany(receiver, 250);
      for (const { body } of messages) seen.add(body as number);
      await Promise.all(messages.map((message) => receiver.completeMessage(message)));
    }
    expect(await receiver.peekMessages(1)).toEqual([]);
  });

  it('pass a subscriber with many calls at once', async () => {
    await sendMany(MORE_THAN_A_SESSION_HOLDS);
    const receiver = bus.receiver('busy');
    const seen = new Set<number>();
    await new Promise<void>((resolve, reject) => {
      receiver.subscribe(
        {
          processMessage: async ({ body }) => {
            if (seen.add(body as number).size === MORE_THAN_A_SESSION_HOLDS) resolve();
          },
          processError: async ({ error }) => reject(error),
        },
        { maxConcurrentCalls: 50 },
      );
    });
    await receiver.close();
    expect(await bus.receiver('busy').peekMessages(1)).toEqual([]);
  });

  it('are shared by competing receivers, each going to one of them', async () => {
    const clients = [bus.newClient(), bus.newClient()];
    const taken: number[][] = [[], []];
    const everything = new Promise<void>((resolve) => {
      for (const [index, client] of clients.entries()) {
        client.createReceiver('plain').subscribe({
          processMessage: async ({ body }) => {
            taken[index]!.push(body as number);
            if (taken.flat().length === 100) resolve();
          },
          processError: async () => undefined,
        });
      }
    });
    for (let body = 0; body < 100; body++) await bus.sender('plain').sendMessages({ body });
    await everything;
    await Promise.all(clients.map((client) => client.close()));
    expect(new Set(taken.flat()).size).toBe(100);
    for (const messages of taken) expect(messages.length).toBeGreaterThan(0);
  });

  async function sendMany(count: number): Promise<void> {
    const sender = bus.sender('busy');
    for (let from = 0; from < count; from += 500) {
      await sender.sendMessages(
        Array.from({ length: Math.min(500, count - from) }, (_, index) => ({ body: from + index })),
      );
    }
  }
});
