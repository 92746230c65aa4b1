import { describe, expect } from '@jest/globals';
import { ContractBus, failureOf, receiveOne } from './contract-bus';
import { ownBrokerOnly } from './contract-target';

const NEEDS_CONTROL = 'it needs the control port';

const UNAUTHORIZED = { code: 'UnauthorizedAccess' };

describe('with the fault switches', () => {
  const bus = new ContractBus('plain');
  const scenario = (name: string, play: () => Promise<void>): void =>
    ownBrokerOnly(NEEDS_CONTROL, name, play);

  scenario('dropped sockets are reconnected: a subscriber and a sender go on', async () => {
    const receiver = bus.receiver('plain', { receiveMode: 'receiveAndDelete' });
    const seen: unknown[] = [];
    let heard = (): void => undefined;
    receiver.subscribe({
      processMessage: async ({ body }) => {
        seen.push(body);
        heard();
      },
      processError: async () => undefined,
    });
    const sender = bus.sender('plain');
    for (const body of ['before', 'after']) {
      const arrived = new Promise<void>((resolve) => {
        heard = resolve;
      });
      await sender.sendMessages({ body });
      await arrived;
      expect(await bus.control('/faults/drop-sockets', {})).toEqual({ dropped: 1 });
    }
    await receiver.close();
    expect(seen).toEqual(['before', 'after']);
  });

  scenario('a receiver whose socket was dropped leaves no ghost that swallows messages', async () => {
    const receiver = bus.receiver('plain');
    const waiting = receiver.receiveMessages(1, { maxWaitTimeInMs: 2_000 }).catch(() => []);
    await bus.sender('plain').sendMessages({ body: 'first' });
    for (const message of await waiting) await receiver.completeMessage(message);
    const idle = receiver.receiveMessages(1, { maxWaitTimeInMs: 2_000 }).catch(() => []);
    await bus.control('/faults/drop-sockets', {});
    await bus.sender('plain').sendMessages({ body: 'second' });
    const other = bus.newClient();
    const [message = await receiveOne(other.createReceiver('plain'))] = await idle;
    expect(message).toMatchObject({ body: 'second', deliveryCount: 0 });
    await other.createReceiver('plain').completeMessage(message);
    await other.close();
  });

  scenario('a lock can be made to expire now', async () => {
    await bus.sender('plain').sendMessages([
      { body: 1, messageId: 'one' },
      { body: 2, messageId: 'two' },
    ]);
    const receiver = bus.receiver('plain');
    const [one, two] = [await receiveOne(receiver), await receiveOne(receiver)];
    expect(await bus.control('/faults/expire-locks', { queue: 'plain', messageId: 'one' })).toEqual({
      expired: 1,
    });
    await expect(receiver.completeMessage(one)).rejects.toMatchObject({ code: 'MessageLockLost' });
    await receiver.completeMessage(two);
    const again = await receiveOne(receiver);
    expect(again).toMatchObject({ messageId: 'one', deliveryCount: 1 });
    await receiver.completeMessage(again);
  });

  scenario('tokens can be refused, and accepted again', async () => {
    await bus.control('/faults/refuse-tokens', { refuse: true });
    expect(await failureOf(bus.sender('plain').sendMessages({ body: 1 }))).toMatchObject(UNAUTHORIZED);
    await bus.control('/faults/refuse-tokens', { refuse: false });
    await bus.sender('plain').sendMessages({ body: 2 });
    const receiver = bus.receiver('plain', { receiveMode: 'receiveAndDelete' });
    expect((await receiveOne(receiver)).body).toBe(2);
  });

  scenario('settlements can be delayed beyond the end of a lock', async () => {
    await bus.sender('plain').sendMessages({ body: 'x' });
    const receiver = bus.receiver('plain');
    const message = await receiveOne(receiver);
    await bus.control('/faults/delay-settlement', { delayMs: 500 });
    const completing = expect(receiver.completeMessage(message)).rejects.toMatchObject({
      code: 'MessageLockLost',
    });
    await bus.control('/faults/expire-locks', { queue: 'plain' });
    await completing;
    await bus.control('/faults/delay-settlement', { delayMs: 0 });
    await receiver.completeMessage(await receiveOne(receiver));
  });

  scenario('the counts of each queue can be seen', async () => {
    await bus.sender('plain').sendMessages([{ body: 1 }, { body: 2 }]);
    const [number] = await bus.sender('plain').scheduleMessages({ body: 3 }, new Date(Date.now() + 600_000));
    const receiver = bus.receiver('plain');
    const message = await receiveOne(receiver);
    expect(await bus.control('/queues')).toMatchObject({ plain: { active: 2, scheduled: 1, locked: 1 } });
    await receiver.deadLetterMessage(message);
    expect(await bus.control('/queues')).toMatchObject({
      plain: { active: 1, locked: 0 },
      'plain/$DeadLetterQueue': { active: 1 },
    });
    await bus.sender('plain').cancelScheduledMessages(number!);
  });

  scenario('a switch that does not exist, or is set wrongly, says so', async () => {
    await expect(bus.control('/faults/nonsense', {})).rejects.toThrow('404');
    await expect(bus.control('/faults/delay-settlement', { delayMs: 'long' })).rejects.toThrow(
      /400.*delayMs/s,
    );
    await expect(bus.control('/faults/expire-locks', { queue: 'no-such-queue' })).rejects.toThrow(
      /no-such-queue/,
    );
  });

  scenario('a web page cannot reach them', async () => {
    const response = await fetch(`${String(bus.target.controlUrl)}/queues`, {
      headers: { Origin: 'https://example.com' },
    });
    expect(response.status).toBe(403);
  });
});
