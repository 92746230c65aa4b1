import { describe, expect, it } from '@jest/globals';
import { ContractBus, isEmpty, receiveOne } from './contract-bus';
import { isOwnBroker } from './contract-target';

/** Of the queue `short-lock`: see contractConfig. */
const LOCK_MS = isOwnBroker ? 1_000 : 5_000;

describe('a lock', () => {
  const bus = new ContractBus('short-lock', 'plain');

  it('that runs out gives the message to the next receiver, and refuses the late settlement', async () => {
    await bus.sender('short-lock').sendMessages({ body: 'slow' });
    const slow = bus.receiver('short-lock', { maxAutoLockRenewalDurationInMs: 0 });
    const late = await receiveOne(slow);
    const other = bus.receiver('short-lock', { maxAutoLockRenewalDurationInMs: 0 });
    const message = await receiveOne(other);
    expect(message.deliveryCount).toBe(1);
    await expect(slow.completeMessage(late)).rejects.toMatchObject({ code: 'MessageLockLost' });
    await other.completeMessage(message);
    expect(await isEmpty(other)).toBe(true);
  });

  it('that runs out refuses a late settlement by token, too', async () => {
    await bus.sender('short-lock').sendMessages({ body: 'slow' });
    const slow = bus.receiver('short-lock', { maxAutoLockRenewalDurationInMs: 0 });
    const late = await receiveOne(slow);
    await slow.close();
    const other = bus.receiver('short-lock');
    const message = await receiveOne(other);
    await expect(other.completeMessage(late)).rejects.toMatchObject({ code: 'MessageLockLost' });
    await expect(other.renewMessageLock(late)).rejects.toMatchObject({ code: 'MessageLockLost' });
    await other.completeMessage(message);
  });

  it('can be renewed for another full duration', async () => {
    await bus.sender('plain').sendMessages({ body: 'x' });
    const receiver = bus.receiver('plain', { maxAutoLockRenewalDurationInMs: 0 });
    const message = await receiveOne(receiver);
    const before = message.lockedUntilUtc!.getTime();
    const after = await receiver.renewMessageLock(message);
    expect(after.getTime()).toBeGreaterThanOrEqual(before);
    expect(message.lockedUntilUtc).toEqual(after);
    await receiver.completeMessage(message);
  });

  it('is renewed by a subscriber whose handler takes longer than the lock', async () => {
    await bus.sender('short-lock').sendMessages({ body: 'long work' });
    const receiver = bus.receiver('short-lock');
    const deliveries: number[] = [];
    const firstLock = await new Promise<number>((resolve) => {
      receiver.subscribe({
        processMessage: async ({ deliveryCount, lockedUntilUtc }) => {
          deliveries.push(deliveryCount!);
          const lockedUntil = lockedUntilUtc!.getTime();
          // The lock is over when another receiver could have the message; this one outlasts it by far.
          await waitUntil(lockedUntil + LOCK_MS);
          resolve(lockedUntil);
        },
        processError: async () => undefined,
      });
    });
    await receiver.close();
    expect(firstLock).toBeLessThan(Date.now());
    expect(deliveries).toEqual([0]);
    expect(await bus.receiver('short-lock').peekMessages(1)).toEqual([]);
  });

  it('outlives the link it was given to: closing a receiver gives nothing back', async () => {
    await bus.sender('plain').sendMessages({ body: 'held' });
    const closing = bus.receiver('plain');
    const message = await receiveOne(closing);
    await closing.close();
    const other = bus.receiver('plain');
    expect(await isEmpty(other)).toBe(true);
    await other.completeMessage(message);
  });
});

/** Waits for a point in time that the scenario itself is about: the end of a lock. */
const waitUntil = (epochMs: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, epochMs - Date.now());
  });
