import { describe, expect, it } from '@jest/globals';
import { ContractBus, isEmpty, receiveOne } from './contract-bus';

const SHORT_MS = 300;

describe("a message's time to live", () => {
  const bus = new ContractBus('plain', 'buries-expired');

  it('ends it without a trace where the queue says nothing else', async () => {
    await bus.sender('plain').sendMessages([{ body: 'short', timeToLive: SHORT_MS }, { body: 'long' }]);
    const receiver = bus.receiver('plain');
    await untilGone('short');
    const message = await receiveOne(receiver);
    expect(message.body).toBe('long');
    await receiver.completeMessage(message);
    expect(await isEmpty(bus.deadLetters('plain'))).toBe(true);
  });

  it('sets it aside with a reason where the queue says so', async () => {
    await bus.sender('buries-expired').sendMessages({ body: 'expired', timeToLive: SHORT_MS });
    const deadLetters = bus.deadLetters('buries-expired');
    const letter = await receiveOne(deadLetters);
    expect(letter).toMatchObject({ body: 'expired', deadLetterReason: 'TTLExpiredException' });
    await deadLetters.completeMessage(letter);
  });

  it("is the queue's own where the sender names a longer one", async () => {
    await bus.sender('plain').sendMessages({ body: 'x', timeToLive: 86_400_000 });
    const receiver = bus.receiver('plain');
    const message = await receiveOne(receiver);
    expect(message.expiresAtUtc!.getTime() - message.enqueuedTimeUtc!.getTime()).toBe(3_600_000);
    await receiver.completeMessage(message);
  });

  it('does not end a message that somebody holds locked', async () => {
    await bus.sender('plain').sendMessages({ body: 'held', timeToLive: SHORT_MS });
    const receiver = bus.receiver('plain');
    const held = await receiveOne(receiver);
    await bus.sender('plain').sendMessages({ body: 'marker', timeToLive: SHORT_MS });
    await untilGone('marker');
    await receiver.completeMessage(held);
  });

  /** Looks until no message with this body is left; a broker may tidy up in its own time. */
  async function untilGone(body: string): Promise<void> {
    while ((await bus.peekAll('plain')).some((message) => message.body === body));
  }
});
