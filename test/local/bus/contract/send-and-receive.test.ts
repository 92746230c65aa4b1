import { describe, expect, it } from '@jest/globals';
import { ContractBus, isEmpty, receiveMany, receiveOne } from './contract-bus';

describe('a message on its way', () => {
  const bus = new ContractBus('plain');

  it('arrives with everything its sender said, and is gone once completed', async () => {
    const sent = {
      body: { kind: 'guest', id: 7 },
      messageId: 'outbox-1',
      correlationId: 'correlation-1',
      subject: 'hint',
      contentType: 'application/json',
      replyTo: 'answers',
      to: 'somewhere',
      partitionKey: 'partition-1',
      timeToLive: 600_000,
      applicationProperties: {
        whole: 1,
        fraction: 0.5,
        text: 'ä',
        flag: true,
        big: 2 ** 40,
      },
    };
    await bus.sender('plain').sendMessages(sent);
    const receiver = bus.receiver('plain');
    const message = await receiveOne(receiver);
    expect(message).toMatchObject(sent);
    expect(message.state).toBe('active');
    expect(message.deliveryCount).toBe(0);
    expect(message.enqueuedTimeUtc).toBeInstanceOf(Date);
    expect(message.lockedUntilUtc!.getTime()).toBeGreaterThan(message.enqueuedTimeUtc!.getTime());
    expect(message.expiresAtUtc!.getTime()).toBe(message.enqueuedTimeUtc!.getTime() + 600_000);
    await receiver.completeMessage(message);
    expect(await receiver.peekMessages(1)).toEqual([]);
  });

  it.each([
    ['text', 'text'],
    ['an empty text', ''],
    ['a number', 42.5],
    ['a negative number', -3],
    ['a large number', 2 ** 40],
    ['a boolean', false],
    ['nothing', null],
    ['a list', [1, 'two', [3]]],
    ['a nested object', { a: { b: [{ c: null }] } }],
    ['bytes', Buffer.from([0, 1, 254, 255])],
  ])('carries %s as its body', async (_kind, body) => {
    await bus.sender('plain').sendMessages({ body });
    const receiver = bus.receiver('plain');
    const message = await receiveOne(receiver);
    expect(message.body).toEqual(body);
    await receiver.completeMessage(message);
  });

  it('is named by the broker if its sender did not', async () => {
    await bus.sender('plain').sendMessages({ body: 'nameless' });
    const receiver = bus.receiver('plain');
    const message = await receiveOne(receiver);
    expect(message.messageId).toMatch(/^[0-9a-f]{32}$/);
    await receiver.completeMessage(message);
  });

  it('keeps its place in the line', async () => {
    const sender = bus.sender('plain');
    for (let body = 0; body < 20; body++) await sender.sendMessages({ body });
    const receiver = bus.receiver('plain');
    const messages = await receiveMany(receiver, 20);
    expect(messages.map(({ body }) => body as number)).toEqual(
      Array.from({ length: 20 }, (_, index) => index),
    );
    const numbers = messages.map(({ sequenceNumber }) => sequenceNumber!.toNumber());
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    await Promise.all(messages.map((message) => receiver.completeMessage(message)));
  });

  it('travels in a batch as its own message', async () => {
    const sender = bus.sender('plain');
    const batch = await sender.createMessageBatch();
    for (const messageId of ['a', 'b', 'c'])
      expect(batch.tryAddMessage({ body: messageId, messageId })).toBe(true);
    await sender.sendMessages(batch);
    const receiver = bus.receiver('plain');
    const messages = await receiveMany(receiver, 3);
    expect(messages.map(({ messageId }) => messageId)).toEqual(['a', 'b', 'c']);
    await Promise.all(messages.map((message) => receiver.completeMessage(message)));
  });

  it('does not fit into a batch that the broker would refuse', async () => {
    const batch = await bus.sender('plain').createMessageBatch();
    expect(batch.maxSizeInBytes).toBeGreaterThanOrEqual(256 * 1024);
    expect(batch.tryAddMessage({ body: Buffer.alloc(batch.maxSizeInBytes) })).toBe(false);
  });

  it('may be 200 kB long, over several frames', async () => {
    const body = Buffer.alloc(200 * 1024, 'gatehouse');
    await bus.sender('plain').sendMessages({ body });
    const receiver = bus.receiver('plain');
    const message = await receiveOne(receiver);
    expect(body.equals(message.body as Buffer)).toBe(true);
    await receiver.completeMessage(message);
  });

  it('is refused beyond 256 kB, and the sender lives on', async () => {
    const sender = bus.sender('plain');
    await expect(sender.sendMessages({ body: Buffer.alloc(1024 * 1024 + 1) })).rejects.toMatchObject({
      code: 'MessageSizeExceeded',
    });
    await sender.sendMessages({ body: 'small' });
    const receiver = bus.receiver('plain', { receiveMode: 'receiveAndDelete' });
    expect((await receiveOne(receiver)).body).toBe('small');
  });

  it('is gone at once for who receives and deletes', async () => {
    await bus.sender('plain').sendMessages([{ body: 1 }, { body: 2 }]);
    const receiver = bus.receiver('plain', { receiveMode: 'receiveAndDelete' });
    const messages = await receiveMany(receiver, 2);
    expect(messages.map(({ body }) => body as number)).toEqual([1, 2]);
    expect(await receiver.peekMessages(1)).toEqual([]);
  });

  it('is not waited for when the line is shorter than asked: the rest of the credit is given back', async () => {
    await bus.sender('plain').sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }]);
    const receiver = bus.receiver('plain', { receiveMode: 'receiveAndDelete' });
    const first = await receiveMany(receiver, 3);
    expect(await isEmpty(receiver)).toBe(true);
    await bus.sender('plain').sendMessages({ body: 4 });
    expect((await receiveOne(receiver)).body).toBe(4); // a credit that was not given back would have swallowed it
    expect(first).toHaveLength(3);
  });
});
