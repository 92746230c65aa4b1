import { type QueueMessage } from '../queue/queue-message';

/** One fact about a queue. Facts are absolute, so replaying a journal from any snapshot gives the same queues. */
export type JournalRecord =
  | { kind: 'put'; queue: string; message: QueueMessage }
  | { kind: 'remove'; queue: string; sequenceNumber: number }
  /** So many deliveries of the message were begun; one that a stop of the broker cuts off counts as failed. */
  | { kind: 'attempts'; queue: string; sequenceNumber: number; deliveryCount: number }
  /** The queue has given out sequence numbers up to this one. */
  | { kind: 'numbered'; queue: string; sequenceNumber: number };

/** Where a broker keeps its facts. */
export interface Journal {
  /** Resolves when the records are safe from a kill of the process; rejects if they could not be written. */
  append(records: readonly JournalRecord[]): Promise<void>;
}

/** Keeps nothing: for a broker without a data folder. */
export const noJournal: Journal = { append: () => Promise.resolve() };
