import { describe, expect, it } from '@jest/globals';
import { ContractBus, isEmpty, receiveMany, receiveOne } from './contract-bus';

const SOON_MS = 1_500;
const FAR_MS = 600_000;

describe('a scheduled message', () => {
  const bus = new ContractBus('plain');

  it('is not there before its time, and then it is', async () => {
    const at = new Date(Date.now() + SOON_MS);
    const [number] = await bus.sender('plain').scheduleMessages({ body: 'alarm', messageId: 'a' }, at);
    const receiver = bus.receiver('plain');
    expect(await isEmpty(receiver)).toBe(true);
    const message = await receiveOne(receiver);
    expect(message).toMatchObject({ body: 'alarm', messageId: 'a', state: 'active' });
    expect(message.enqueuedTimeUtc!.getTime()).toBeGreaterThanOrEqual(at.getTime() - 1);
    expect(message.sequenceNumber!.greaterThan(number!)).toBe(true);
    await receiver.completeMessage(message);
  });

  it('may be sent as any other, with a time on it', async () => {
    const scheduledEnqueueTimeUtc = new Date(Date.now() + SOON_MS);
    await bus.sender('plain').sendMessages([{ body: 'now' }, { body: 'later', scheduledEnqueueTimeUtc }]);
    const receiver = bus.receiver('plain', { receiveMode: 'receiveAndDelete' });
    const messages = await receiveMany(receiver, 2);
    expect(messages.map(({ body }) => body as string)).toEqual(['now', 'later']);
  });

  it('never comes once it was cancelled', async () => {
    const sender = bus.sender('plain');
    const numbers = await sender.scheduleMessages(
      [{ body: 1 }, { body: 2 }, { body: 3 }],
      new Date(Date.now() + SOON_MS),
    );
    await sender.cancelScheduledMessages([numbers[0]!, numbers[2]!]);
    const receiver = bus.receiver('plain', { receiveMode: 'receiveAndDelete' });
    expect((await receiveOne(receiver)).body).toBe(2);
    expect(await isEmpty(receiver)).toBe(true);
  });

  it('cannot be cancelled twice', async () => {
    const sender = bus.sender('plain');
    const [number] = await sender.scheduleMessages({ body: 1 }, new Date(Date.now() + FAR_MS));
    await sender.cancelScheduledMessages(number!);
    await expect(sender.cancelScheduledMessages(number!)).rejects.toMatchObject({ code: 'MessageNotFound' });
  });
});

describe('a look at the queue', () => {
  const bus = new ContractBus('plain');

  it('shows active and scheduled messages without taking them', async () => {
    const sender = bus.sender('plain');
    await sender.sendMessages([{ body: 'a' }, { body: 'b' }]);
    const [number] = await sender.scheduleMessages({ body: 'c' }, new Date(Date.now() + FAR_MS));
    const receiver = bus.receiver('plain');
    const seen = await receiver.peekMessages(10);
    expect(seen.map(({ body, state }) => [body as string, state])).toEqual([
      ['a', 'active'],
      ['b', 'active'],
      ['c', 'scheduled'],
    ]);
    await sender.cancelScheduledMessages(number!);
    for (const message of await receiveMany(receiver, 2)) await receiver.completeMessage(message);
  });

  it('goes on where the last one ended, and may start anywhere', async () => {
    await bus.sender('plain').sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }]);
    const receiver = bus.receiver('plain', { receiveMode: 'receiveAndDelete' });
    const [first] = await receiver.peekMessages(1);
    const rest = await receiver.peekMessages(5);
    expect([first, ...rest].map((message) => message!.body as number)).toEqual([1, 2, 3]);
    const again = await receiver.peekMessages(5, { fromSequenceNumber: rest[0]!.sequenceNumber! });
    expect(again.map(({ body }) => body as number)).toEqual([2, 3]);
    await receiveMany(receiver, 3);
  });

  it('shows what another receiver holds locked, and dead letters', async () => {
    await bus.sender('plain').sendMessages([{ body: 'locked' }, { body: 'dead' }]);
    const receiver = bus.receiver('plain');
    const [locked, dead] = [await receiveOne(receiver), await receiveOne(receiver)];
    await receiver.deadLetterMessage(dead, { deadLetterReason: 'why', deadLetterErrorDescription: '' });
    expect((await bus.receiver('plain').peekMessages(5)).map(({ body }) => body as string)).toEqual([
      'locked',
    ]);
    const deadLetters = bus.deadLetters('plain');
    const [letter] = await deadLetters.peekMessages(5);
    expect(letter).toMatchObject({ body: 'dead', deadLetterReason: 'why' });
    await receiver.completeMessage(locked);
    await deadLetters.completeMessage(await receiveOne(deadLetters));
  });
});
