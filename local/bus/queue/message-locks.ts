import { BrokerRefusal } from '../amqp/broker-refusal';
import { newLockToken } from '../message/lock-token';
import { Deadlines } from './deadlines';
import { type QueueMessage } from './queue-message';

/** Who holds which message, and until when. */
export class MessageLocks {
  private readonly held = new Map<string, QueueMessage>();
  private readonly deadlines: Deadlines<string>;

  /** `onExpired` gets a message whose lock ran out; it is no longer locked then. */
  constructor(
    private readonly lockDurationMs: number,
    private readonly onExpired: (message: QueueMessage, token: string) => void,
  ) {
    this.deadlines = new Deadlines((token) => this.expire(token));
  }

  get size(): number {
    return this.held.size;
  }

  lock(message: QueueMessage): void {
    const lock = { token: newLockToken(), untilMs: Date.now() + this.lockDurationMs };
    message.lock = lock;
    this.held.set(lock.token, message);
    this.deadlines.set(lock.token, lock.untilMs);
  }

  /** Ends the lock. Throws a message-lock-lost refusal if nobody holds it any more. */
  unlock(token: string): QueueMessage {
    const message = this.require(token);
    this.held.delete(token);
    this.deadlines.clear(token);
    delete message.lock;
    return message;
  }

  /** Starts the lock's time anew; returns its new end. Throws as `unlock` does. */
  renew(token: string): number {
    const message = this.require(token);
    const untilMs = Date.now() + this.lockDurationMs;
    message.lock = { token, untilMs };
    this.deadlines.set(token, untilMs);
    return untilMs;
  }

  /** Lets locks run out now, as time would; returns how many. */
  expireWhere(which: (message: QueueMessage) => boolean): number {
    const tokens = [...this.held].filter(([, message]) => which(message)).map(([token]) => token);
    for (const token of tokens) this.expire(token);
    return tokens.length;
  }

  /** Lets go of everything without a word: for a broker that stops. */
  stop(): void {
    this.deadlines.stop();
    this.held.clear();
  }

  private expire(token: string): void {
    this.onExpired(this.unlock(token), token);
  }

  private require(token: string): QueueMessage {
    const message = this.held.get(token);
    if (message !== undefined) return message;
    throw new BrokerRefusal(
      'com.microsoft:message-lock-lost',
      'The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.',
    );
  }
}
