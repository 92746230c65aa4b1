import { describe, expect, it } from '@jest/globals';
import { ContractBus, isEmpty, receiveOne } from './contract-bus';

describe('settling a message', () => {
  const bus = new ContractBus('plain', 'two-tries');

  it('by abandoning gives it back at once, with one more delivery on its count', async () => {
    await bus.sender('plain').sendMessages({ body: 'again' });
    const receiver = bus.receiver('plain');
    const first = await receiveOne(receiver);
    await receiver.abandonMessage(first);
    const second = await receiveOne(receiver);
    expect([first.deliveryCount, second.deliveryCount]).toEqual([0, 1]);
    expect(second.sequenceNumber!.equals(first.sequenceNumber!)).toBe(true);
    expect(second.lockToken).not.toBe(first.lockToken);
    await receiver.completeMessage(second);
  });

  it('by abandoning may change its application properties', async () => {
    await bus.sender('plain').sendMessages({ body: 'x', applicationProperties: { kept: 'yes', tries: 1 } });
    const receiver = bus.receiver('plain');
    await receiver.abandonMessage(await receiveOne(receiver), { tries: 2, why: 'busy' });
    const message = await receiveOne(receiver);
    expect(message.applicationProperties).toEqual({ kept: 'yes', tries: 2, why: 'busy' });
    expect(message.body).toBe('x');
    await receiver.completeMessage(message);
  });

  it('puts an abandoned message before newer ones', async () => {
    await bus.sender('plain').sendMessages([{ body: 1 }, { body: 2 }]);
    const receiver = bus.receiver('plain');
    await receiver.abandonMessage(await receiveOne(receiver));
    const again = await receiveOne(receiver);
    expect(again.body).toBe(1);
    const next = await receiveOne(receiver);
    expect(next.body).toBe(2);
    await Promise.all([again, next].map((message) => receiver.completeMessage(message)));
  });

  it('as dead sets it aside with a reason, a description and properties', async () => {
    await bus
      .sender('plain')
      .sendMessages({ body: 'poison', messageId: 'p', applicationProperties: { own: 1 } });
    const receiver = bus.receiver('plain');
    await receiver.deadLetterMessage(await receiveOne(receiver), {
      deadLetterReason: 'malformed',
      deadLetterErrorDescription: 'no kind',
      more: 2,
    });
    expect(await isEmpty(receiver)).toBe(true);
    const deadLetters = bus.deadLetters('plain');
    const letter = await receiveOne(deadLetters);
    expect(letter).toMatchObject({
      body: 'poison',
      messageId: 'p',
      deadLetterReason: 'malformed',
      deadLetterErrorDescription: 'no kind',
    });
    expect(letter.applicationProperties).toMatchObject({ own: 1, more: 2 });
    await deadLetters.completeMessage(letter);
    expect(await isEmpty(deadLetters)).toBe(true);
  });

  it('sets a message aside by itself once its deliveries are used up', async () => {
    await bus.sender('two-tries').sendMessages({ body: 'worn out' });
    const receiver = bus.receiver('two-tries');
    await receiver.abandonMessage(await receiveOne(receiver));
    await receiver.abandonMessage(await receiveOne(receiver));
    expect(await isEmpty(receiver)).toBe(true);
    const deadLetters = bus.deadLetters('two-tries');
    const letter = await receiveOne(deadLetters);
    expect(letter.deadLetterReason).toBe('MaxDeliveryCountExceeded');
    expect(letter.deadLetterErrorDescription).toContain('2 delivery attempts');
    await deadLetters.completeMessage(letter);
  });

  it('leaves a dead letter where it is, however often it is abandoned', async () => {
    await bus.sender('two-tries').sendMessages({ body: 'x' });
    const receiver = bus.receiver('two-tries');
    await receiver.deadLetterMessage(await receiveOne(receiver));
    const deadLetters = bus.deadLetters('two-tries');
    for (let time = 0; time < 4; time++) await deadLetters.abandonMessage(await receiveOne(deadLetters));
    await deadLetters.completeMessage(await receiveOne(deadLetters));
  });

  it('lets a dead letter be sent again as a new message', async () => {
    await bus.sender('plain').sendMessages({ body: 'second life', messageId: 'm' });
    const receiver = bus.receiver('plain');
    await receiver.deadLetterMessage(await receiveOne(receiver), {
      deadLetterReason: 'r',
      deadLetterErrorDescription: 'd',
    });
    const deadLetters = bus.deadLetters('plain');
    const letter = await receiveOne(deadLetters);
    await bus.sender('plain').sendMessages(letter);
    await deadLetters.completeMessage(letter);
    const resent = await receiveOne(receiver);
    expect(resent).toMatchObject({ body: 'second life', messageId: 'm', deliveryCount: 0 });
    await receiver.completeMessage(resent);
  });

  it('works after the link it came on is gone', async () => {
    await bus.sender('plain').sendMessages([{ body: 'done' }, { body: 'dead' }, { body: 'again' }]);
    const closing = bus.receiver('plain');
    const [done, dead, again] = [
      await receiveOne(closing),
      await receiveOne(closing),
      await receiveOne(closing),
    ];
    await closing.close();
    const receiver = bus.receiver('plain');
    await receiver.completeMessage(done);
    await receiver.deadLetterMessage(dead, {
      deadLetterReason: 'late',
      deadLetterErrorDescription: 'but valid',
    });
    await receiver.abandonMessage(again, { round: 2 });
    const returned = await receiveOne(receiver);
    expect(returned).toMatchObject({ body: 'again', deliveryCount: 1, applicationProperties: { round: 2 } });
    await receiver.completeMessage(returned);
    const deadLetters = bus.deadLetters('plain');
    const letter = await receiveOne(deadLetters);
    expect(letter).toMatchObject({ body: 'dead', deadLetterReason: 'late' });
    await deadLetters.completeMessage(letter);
  });

  it('is refused for what is settled already', async () => {
    await bus.sender('plain').sendMessages({ body: 'once' });
    const receiver = bus.receiver('plain');
    const message = await receiveOne(receiver);
    await receiver.completeMessage(message);
    await expect(receiver.completeMessage(message)).rejects.toThrow(/settled|lock/i);
  });

  it('is done by a subscriber that returns, and undone by one that throws', async () => {
    const sender = bus.sender('two-tries');
    await sender.sendMessages({ body: 'fails' });
    const receiver = bus.receiver('two-tries');
    const seen: unknown[] = [];
    const succeeded = new Promise<void>((resolve) => {
      receiver.subscribe({
        processMessage: async ({ body }) => {
          seen.push(body);
          if (body === 'fails') throw new Error('the handler fails');
          resolve();
        },
        processError: async () => undefined,
      });
    });
    const deadLetters = bus.deadLetters('two-tries');
    const letter = await receiveOne(deadLetters);
    expect(letter.deadLetterReason).toBe('MaxDeliveryCountExceeded');
    await deadLetters.completeMessage(letter);
    await sender.sendMessages({ body: 'succeeds' });
    await succeeded;
    await receiver.close();
    expect(seen).toEqual(['fails', 'fails', 'succeeds']);
    expect(await bus.receiver('two-tries').peekMessages(1)).toEqual([]);
  });
});
