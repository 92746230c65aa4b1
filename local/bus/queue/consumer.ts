import { type QueueMessage } from './queue-message';

/** Something that takes messages from a queue: in practice, a receiver's link. */
export interface Consumer {
  readonly mode: 'peek-lock' | 'receive-and-delete';
  /** How many more messages it can take right now. */
  capacity(): number;
  deliver(message: QueueMessage): void;
  /** The lock of an earlier delivery is gone: the consumer may forget that delivery. */
  lockExpired(token: string): void;
}
