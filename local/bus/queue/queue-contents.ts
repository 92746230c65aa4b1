import { MinHeap } from './min-heap';
import { type QueueMessage } from './queue-message';

export interface QueueCounts {
  active: number;
  scheduled: number;
}

/** The messages of one queue by sequence number, and the order in which the free ones are served. */
export class QueueContents {
  private readonly messages = new Map<number, QueueMessage>();
  private readonly free = new MinHeap<number>((sequenceNumber) => sequenceNumber);

  get counts(): QueueCounts {
    let scheduled = 0;
    for (const message of this.messages.values()) if (message.state === 'scheduled') scheduled++;
    return { active: this.messages.size - scheduled, scheduled };
  }

  get(sequenceNumber: number): QueueMessage | undefined {
    return this.messages.get(sequenceNumber);
  }

  all(): IterableIterator<QueueMessage> {
    return this.messages.values();
  }

  set(message: QueueMessage): void {
    this.messages.set(message.sequenceNumber, message);
  }

  delete(sequenceNumber: number): boolean {
    return this.messages.delete(sequenceNumber);
  }

  /** Offers a message to receivers; an abandoned one is served before newer ones. */
  offer(message: QueueMessage): void {
    this.free.push(message.sequenceNumber);
  }

  /** Takes the oldest free message off the line; it stays in the queue. */
  takeNext(): QueueMessage | undefined {
    for (let next = this.free.pop(); next !== undefined; next = this.free.pop()) {
      const message = this.messages.get(next);
      if (message !== undefined) return message; // else it expired or was cancelled while it stood in line
    }
    return undefined;
  }

  /** Up to `limit` messages from this sequence number on, whatever their state. */
  peek(fromSequenceNumber: number, limit: number): QueueMessage[] {
    return [...this.messages.values()]
      .filter((message) => message.sequenceNumber >= fromSequenceNumber)
      .sort((a, b) => a.sequenceNumber - b.sequenceNumber)
      .slice(0, limit);
  }
}
