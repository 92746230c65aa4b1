import { type Delivery, type Receiver } from 'rhea';
import { asRefusal, BrokerRefusal } from '../amqp/broker-refusal';
import { linkInternals } from '../amqp/rhea-internals';
import { MAX_MESSAGE_BYTES } from '../message/message-content';
import { readMessages } from '../message/read-message';
import { type MessageQueue } from '../queue/message-queue';
import { type Endpoint } from './endpoint';

const CREDIT = 1000;

/** A link on which a client sends to a queue. A send is accepted when the message is safe. */
export class QueueInlet implements Endpoint {
  private spentCredit = 0;

  constructor(
    private readonly link: Receiver,
    private readonly queue: MessageQueue,
  ) {
    linkInternals(link).local.attach.max_message_size = MAX_MESSAGE_BYTES; // clients size their batches by it
    link.add_credit(CREDIT);
  }

  onMessage(bytes: Buffer, delivery: Delivery, format: number | undefined): void {
    this.enqueue(bytes, format)
      .then(() => delivery.accept())
      .catch((error: unknown) => {
        const { condition, message } = asRefusal(error);
        delivery.reject({ condition, description: message });
      })
      .finally(() => this.returnCredit());
  }

  onClose(): void {
    this.spentCredit = -Infinity; // no credit to a link that is gone
  }

  /** Whether Service Bus rejects the transfer or detaches the link is INFERRED; clients report both as "too large". */
  private async enqueue(bytes: Buffer, format: number | undefined): Promise<void> {
    if (bytes.length > MAX_MESSAGE_BYTES) {
      throw new BrokerRefusal(
        'amqp:link:message-size-exceeded',
        `The message (${bytes.length} bytes) exceeds the limit (${MAX_MESSAGE_BYTES} bytes) allowed on the link.`,
      );
    }
    await this.queue.enqueue(readMessages(bytes, format));
  }

  private returnCredit(): void {
    if (++this.spentCredit < CREDIT / 2) return;
    this.link.add_credit(this.spentCredit);
    this.spentCredit = 0;
  }
}
