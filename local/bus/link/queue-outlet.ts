import { randomBytes } from 'node:crypto';
import { type Sender, type Typed } from 'rhea';
import { asRefusal } from '../amqp/broker-refusal';
import {
  acceptedState,
  asOutgoing,
  linkInternals,
  rejectedState,
  senderInternals,
  sessionInternals,
  type OutgoingDelivery,
} from '../amqp/rhea-internals';
import { type Faults } from '../control/faults';
import { lockTokenOfTag, tagOfLockToken } from '../message/lock-token';
import { stampMessage } from '../message/stamp-message';
import { type Consumer } from '../queue/consumer';
import { type MessageQueue } from '../queue/message-queue';
import { type QueueMessage } from '../queue/queue-message';
import { type Endpoint, type Outcome } from './endpoint';
import { settlementOf } from './settlement-of';

const SETTLED = 1;
const SPARE_SLOTS = 1024;

/** A link on which a client receives from a queue. */
export class QueueOutlet implements Consumer, Endpoint {
  readonly mode: Consumer['mode'];
  private isOpen = false;
  private isDraining = false;
  /** Deliveries handed to rhea that it has not written yet: it takes them off the credit only when it does. */
  private unwritten: number[] = [];
  private readonly inFlight = new Map<string, OutgoingDelivery>();
  private lapsed: OutgoingDelivery[] = [];

  constructor(
    private readonly link: Sender,
    private readonly queue: MessageQueue,
    private readonly faults: Faults,
  ) {
    const { local, remote } = linkInternals(link);
    this.mode = remote.attach.snd_settle_mode === SETTLED ? 'receive-and-delete' : 'peek-lock';
    local.attach.snd_settle_mode = remote.attach.snd_settle_mode ?? 0;
    local.attach.rcv_settle_mode = remote.attach.rcv_settle_mode ?? 0;
    setImmediate(() => this.open()); // a transfer must not overtake the answer to the attach
  }

  capacity(): number {
    if (!this.isOpen) return 0;
    const { outgoing } = sessionInternals(this.link.session);
    this.unwritten = this.unwritten.filter((id) => id >= outgoing.next_pending_delivery);
    if (outgoing.available() < SPARE_SLOTS) this.freeLapsed();
    return Math.min(senderInternals(this.link).credit - this.unwritten.length, outgoing.available());
  }

  deliver(message: QueueMessage): void {
    const tag = message.lock === undefined ? randomBytes(16) : tagOfLockToken(message.lock.token);
    const delivery = asOutgoing(this.link.send(stampMessage(message), tag, 0));
    this.unwritten.push(delivery.id);
    if (message.lock !== undefined) this.inFlight.set(message.lock.token, delivery);
  }

  /** The client may still try to settle it and must hear that it is late; its slot is freed when slots run short. */
  lockExpired(token: string): void {
    const delivery = this.inFlight.get(token);
    if (delivery === undefined) return;
    this.inFlight.delete(token);
    this.lapsed.push(delivery);
  }

  onFlow(): void {
    this.queue.dispatch();
  }

  onDrain(): void {
    this.isDraining = true;
    this.drain();
  }

  onOutcome(delivery: OutgoingDelivery, outcome: Outcome): void {
    const token = lockTokenOfTag(delivery.tag);
    this.inFlight.delete(token);
    this.settle(token, outcome, delivery.remote_state?.value ?? [])
      .then(() => finish(delivery, acceptedState()))
      .catch((error: unknown) => {
        const { condition, message } = asRefusal(error);
        finish(delivery, rejectedState({ condition, description: message }));
      });
  }

  onClose(): void {
    this.isOpen = false;
    this.queue.detach(this);
  }

  private open(): void {
    if (this.link.is_closed()) return;
    this.isOpen = true;
    this.queue.attach(this);
    this.drain();
  }

  /** Answers a drain after whatever was there has been sent: the credit left is void. */
  private drain(): void {
    if (!this.isOpen || !this.isDraining) return;
    this.isDraining = false;
    this.link.set_drained(true);
    senderInternals(this.link).connection._register();
  }

  private async settle(token: string, outcome: Outcome, fields: readonly Typed[]): Promise<void> {
    const settlement = settlementOf(outcome, fields);
    await this.faults.beforeSettlement();
    await this.queue.settle(token, settlement);
  }

  private freeLapsed(): void {
    for (const delivery of this.lapsed) markSettled(delivery);
    this.lapsed = [];
  }
}

/** Tells the client the result and forgets the delivery: in settle mode "second" nothing more comes for it. */
function finish(delivery: OutgoingDelivery, state: unknown): void {
  delivery.update(true, state);
  markSettled(delivery);
}

/** rhea keeps a slot until both sides have settled, and stalls the session when its slots are used up. */
function markSettled(delivery: OutgoingDelivery): void {
  delivery.settled = true;
  delivery.remote_settled = true;
}
