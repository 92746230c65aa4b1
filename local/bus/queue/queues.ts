import { BrokerRefusal } from '../amqp/broker-refusal';
import { type Journal } from '../journal/journal-record';
import { MessageQueue } from './message-queue';
import { deadLetterSettings, type QueueSettings } from './queue-settings';

/** All queues of a broker, each with its dead-letter queue. Names are compared without regard to case, as Service Bus does. */
export class Queues {
  private readonly byName = new Map<string, MessageQueue>();

  constructor(settings: readonly QueueSettings[], journal: Journal, onTrouble: (error: Error) => void) {
    for (const queue of settings) {
      const deadLetters = new MessageQueue(deadLetterSettings(queue), { journal, onTrouble });
      for (const made of [new MessageQueue(queue, { journal, onTrouble, deadLetters }), deadLetters]) {
        this.byName.set(made.name.toLowerCase(), made);
      }
    }
  }

  all(): IterableIterator<MessageQueue> {
    return this.byName.values();
  }

  find(name: string): MessageQueue | undefined {
    return this.byName.get(name.toLowerCase());
  }

  /** Throws the not-found refusal that clients report as a missing messaging entity. */
  require(name: string): MessageQueue {
    const queue = this.find(name);
    if (queue !== undefined) return queue;
    throw new BrokerRefusal(
      'amqp:not-found',
      `The messaging entity '${name}' could not be found. Queues are declared in the broker's configuration file.`,
    );
  }
}
