import { type QueueMessage } from '../queue/queue-message';
import { type JournalRecord } from './journal-record';

/** What a journal says about one queue. */
export class QueueImage {
  readonly messages = new Map<number, QueueMessage>();
  lastSequenceNumber = 0;

  apply(record: JournalRecord): void {
    const sequenceNumber = record.kind === 'put' ? record.message.sequenceNumber : record.sequenceNumber;
    this.lastSequenceNumber = Math.max(this.lastSequenceNumber, sequenceNumber);
    const message = this.messages.get(sequenceNumber);
    if (record.kind === 'put') this.messages.set(sequenceNumber, record.message);
    else if (record.kind === 'remove') this.messages.delete(sequenceNumber);
    else if (record.kind === 'attempts' && message !== undefined)
      message.deliveryCount = record.deliveryCount;
  }
}

/** The queues as a journal's records leave them, by name. */
export function replayRecords(records: Iterable<JournalRecord>): Map<string, QueueImage> {
  const images = new Map<string, QueueImage>();
  for (const record of records) {
    const image = images.get(record.queue) ?? new QueueImage();
    images.set(record.queue, image);
    image.apply(record);
  }
  return images;
}
