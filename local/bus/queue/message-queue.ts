import { BrokerRefusal } from '../amqp/broker-refusal';
import { type Journal, type JournalRecord } from '../journal/journal-record';
import { amendMessage, textProperties, type PropertyChanges } from '../message/amend-message';
import { type MessageContent } from '../message/message-content';
import { admitMessage } from './admit-message';
import { type Consumer } from './consumer';
import { Consumers } from './consumers';
import { Deadlines } from './deadlines';
import { MessageLocks } from './message-locks';
import { QueueContents, type QueueCounts } from './queue-contents';
import { type QueueMessage } from './queue-message';
import { type QueueSettings } from './queue-settings';
import { type Settlement } from './settlement';

export interface QueueDependencies {
  journal: Journal;
  /** Hears of a journal that failed while no client was waiting for it. */
  onTrouble: (error: Error) => void;
  deadLetters?: MessageQueue;
}

/**
 * One queue: order, locks, delivery counts, expiry and schedule. It decides in memory, at once; what must survive
 * goes to the journal, and its promises resolve when the journal has it.
 */
export class MessageQueue {
  private readonly contents = new QueueContents();
  private readonly consumers = new Consumers();
  private readonly locks: MessageLocks;
  private readonly expiries = new Deadlines<number>((sequenceNumber) => this.expire(sequenceNumber));
  private readonly schedule = new Deadlines<number>((sequenceNumber) => this.activate(sequenceNumber));
  private lastSequenceNumber = 0;

  constructor(
    readonly settings: QueueSettings,
    private readonly dependencies: QueueDependencies,
  ) {
    this.locks = new MessageLocks(settings.lockDurationMs, (message, token) =>
      this.lockRanOut(message, token),
    );
  }

  get name(): string {
    return this.settings.name;
  }

  get counts(): QueueCounts & { locked: number } {
    return { ...this.contents.counts, locked: this.locks.size };
  }

  /** Accepts messages; resolves with their sequence numbers when they are safe. Delivery begins only then. */
  async enqueue(contents: readonly MessageContent[]): Promise<number[]> {
    const now = Date.now();
    const accepted = contents.map((content) =>
      admitMessage(content, ++this.lastSequenceNumber, this.settings, now),
    );
    await this.dependencies.journal.append(accepted.map((message) => this.put(message)));
    for (const message of accepted) this.hold(message);
    this.dispatch();
    return accepted.map(({ sequenceNumber }) => sequenceNumber);
  }

  attach(consumer: Consumer): void {
    this.consumers.add(consumer);
    this.dispatch();
  }

  /** Locks that the consumer holds run on: a receiver that goes away gives nothing back. */
  detach(consumer: Consumer): void {
    this.consumers.delete(consumer);
  }

  /** Serves waiting consumers; call it when one of them has room again. */
  dispatch(): void {
    for (let consumer = this.consumers.next(); consumer !== undefined; consumer = this.consumers.next()) {
      const message = this.takeNext();
      if (message === undefined) return;
      if (consumer.mode === 'peek-lock') this.lock(message);
      else this.note(this.drop(message));
      consumer.deliver(message);
      this.consumers.served(consumer);
    }
  }

  /** Ends a lock as its holder decided; resolves when that is safe. Throws a message-lock-lost refusal. */
  async settle(token: string, settlement: Settlement): Promise<void> {
    const message = this.locks.unlock(token);
    switch (settlement.kind) {
      case 'complete':
        return this.dependencies.journal.append([this.drop(message)]);
      case 'dead-letter':
        return this.moveToDeadLetters(message, settlement.properties);
      case 'release':
        return this.release(message);
      case 'abandon':
        return this.abandon(message, settlement.properties);
    }
  }

  /** Extends a lock by the queue's lock duration; returns its new end in epoch milliseconds. */
  renewLock(token: string): number {
    return this.locks.renew(token);
  }

  /** Lets locks run out now, as time would; returns how many. */
  expireLocks(which: (message: QueueMessage) => boolean): number {
    return this.locks.expireWhere(which);
  }

  peek(fromSequenceNumber: number, limit: number): QueueMessage[] {
    return this.contents.peek(fromSequenceNumber, limit);
  }

  /** Takes scheduled messages back. All or none: throws a message-not-found refusal if one is not scheduled any more. */
  async cancelScheduled(sequenceNumbers: readonly number[]): Promise<void> {
    const messages = sequenceNumbers.map((sequenceNumber) => {
      const message = this.contents.get(sequenceNumber);
      if (message?.state === 'scheduled') return message;
      throw new BrokerRefusal(
        'com.microsoft:message-not-found',
        `No message with sequence number ${sequenceNumber} is scheduled in '${this.name}'; it may be active already.`,
      );
    });
    await this.dependencies.journal.append(messages.map((message) => this.drop(message)));
  }

  /** Takes over what a journal kept. Call it once, before the first consumer. */
  restore(messages: Iterable<QueueMessage>, lastSequenceNumber: number): void {
    this.lastSequenceNumber = lastSequenceNumber;
    for (const message of messages) {
      if (this.isWornOut(message)) this.giveUp(message);
      else this.hold(message);
    }
  }

  /** Everything a new broker needs to know of this queue. */
  *snapshot(): Generator<JournalRecord> {
    yield { kind: 'numbered', queue: this.name, sequenceNumber: this.lastSequenceNumber };
    for (const message of this.contents.all()) {
      yield this.put(message);
      if (message.lock !== undefined) yield this.attempts(message, message.deliveryCount + 1);
    }
  }

  stop(): void {
    this.locks.stop();
    this.expiries.stop();
    this.schedule.stop();
  }

  private hold(message: QueueMessage): void {
    this.contents.set(message);
    if (message.state === 'scheduled') {
      this.schedule.set(message.sequenceNumber, message.enqueuedAtMs);
      return;
    }
    if (message.expiresAtMs !== undefined) this.expiries.set(message.sequenceNumber, message.expiresAtMs);
    this.contents.offer(message);
  }

  private takeNext(): QueueMessage | undefined {
    for (let message = this.contents.takeNext(); message !== undefined; message = this.contents.takeNext()) {
      if (!isExpired(message)) return message;
      this.expire(message.sequenceNumber);
    }
    return undefined;
  }

  private lock(message: QueueMessage): void {
    this.locks.lock(message);
    this.note(this.attempts(message, message.deliveryCount + 1));
  }

  private async release(message: QueueMessage): Promise<void> {
    await this.dependencies.journal.append([this.attempts(message, message.deliveryCount)]);
    this.offerAgain(message);
  }

  private async abandon(message: QueueMessage, properties: PropertyChanges): Promise<void> {
    message.deliveryCount++;
    const amended = amendMessage(message, properties);
    if (amended !== message) {
      this.contents.set(amended);
      await this.dependencies.journal.append([this.put(amended)]);
    }
    this.failedDelivery(amended);
  }

  private lockRanOut(message: QueueMessage, token: string): void {
    message.deliveryCount++;
    this.consumers.lockExpired(token);
    this.failedDelivery(message);
  }

  private failedDelivery(message: QueueMessage): void {
    if (this.isWornOut(message)) this.giveUp(message);
    else this.offerAgain(message);
  }

  private offerAgain(message: QueueMessage): void {
    if (isExpired(message)) {
      this.expire(message.sequenceNumber);
      return;
    } // its time ran out while it was locked
    this.contents.offer(message);
    this.dispatch();
  }

  private isWornOut(message: QueueMessage): boolean {
    return message.deliveryCount >= (this.settings.maxDeliveryCount ?? Infinity);
  }

  private giveUp(message: QueueMessage): void {
    const description = `Message could not be consumed after ${message.deliveryCount} delivery attempts.`;
    this.moveInBackground(message, 'MaxDeliveryCountExceeded', description);
  }

  private expire(sequenceNumber: number): void {
    const message = this.contents.get(sequenceNumber);
    if (message === undefined || message.lock !== undefined) return; // a locked one may still be completed
    if (!this.settings.deadLetterOnExpiry) {
      this.note(this.drop(message));
      return;
    }
    this.moveInBackground(message, 'TTLExpiredException', 'The message expired and was dead lettered.');
  }

  private moveInBackground(message: QueueMessage, reason: string, description: string): void {
    const properties = textProperties({ DeadLetterReason: reason, DeadLetterErrorDescription: description });
    this.moveToDeadLetters(message, properties).catch((error: unknown) => this.trouble(error));
  }

  private async moveToDeadLetters(message: QueueMessage, properties: PropertyChanges): Promise<void> {
    const { deadLetters } = this.dependencies;
    if (deadLetters === undefined) {
      this.offerAgain(message);
      return;
    } // dead letters stay where they are
    const removed = this.drop(message);
    const letter = amendMessage({ ...message }, properties);
    delete letter.expiresAtMs;
    await this.dependencies.journal.append([deadLetters.put(letter), removed]);
    deadLetters.hold(letter);
    deadLetters.dispatch();
  }

  /** The schedule's time has come: the message joins the line as if it had been sent now, under a new number. */
  private activate(sequenceNumber: number): void {
    const message = this.contents.get(sequenceNumber);
    if (message === undefined) return;
    const active: QueueMessage = { ...message, sequenceNumber: ++this.lastSequenceNumber, state: 'active' };
    this.note(this.drop(message), this.put(active));
    this.hold(active);
    this.dispatch();
  }

  private drop(message: QueueMessage): JournalRecord {
    this.contents.delete(message.sequenceNumber);
    this.expiries.clear(message.sequenceNumber);
    this.schedule.clear(message.sequenceNumber);
    return { kind: 'remove', queue: this.name, sequenceNumber: message.sequenceNumber };
  }

  private put(message: QueueMessage): JournalRecord {
    return { kind: 'put', queue: this.name, message };
  }

  private attempts({ sequenceNumber }: QueueMessage, deliveryCount: number): JournalRecord {
    return { kind: 'attempts', queue: this.name, sequenceNumber, deliveryCount };
  }

  /** Journals what nobody waits for: losing it would only deliver a message once more. */
  private note(...records: JournalRecord[]): void {
    this.dependencies.journal.append(records).catch((error: unknown) => this.trouble(error));
  }

  private trouble(error: unknown): void {
    this.dependencies.onTrouble(error instanceof Error ? error : new Error(String(error)));
  }
}

const isExpired = ({ expiresAtMs = Infinity }: QueueMessage): boolean => expiresAtMs <= Date.now();
