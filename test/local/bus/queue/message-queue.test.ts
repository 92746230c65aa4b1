import { describe, expect, it } from '@jest/globals';
import { MessageQueue } from '../../../../local/bus/queue/message-queue';
import { type Journal, type JournalRecord } from '../../../../local/bus/journal/journal-record';
import { type Consumer } from '../../../../local/bus/queue/consumer';
import { type QueueMessage } from '../../../../local/bus/queue/queue-message';

const SETTINGS = { name: 'q', lockDurationMs: 60_000, maxDeliveryCount: 3, deadLetterOnExpiry: false };
const content = (messageId: string): Parameters<MessageQueue['enqueue']>[0][number] => ({
  messageId,
  annotations: Buffer.alloc(0),
  sections: Buffer.from(messageId),
});

class GatheringConsumer implements Consumer {
  readonly mode = 'peek-lock';
  readonly got: QueueMessage[] = [];
  constructor(private readonly room: number) {}
  capacity(): number {
    return this.room - this.got.length;
  }
  deliver(message: QueueMessage): void {
    this.got.push(message);
  }
  lockExpired(): void {
    // nothing is kept for a lock
  }
}

/** A journal whose writes end when the test says so. */
class SlowJournal implements Journal {
  readonly written: JournalRecord[] = [];
  failWith: Error | undefined;
  private readonly waiting: (() => void)[] = [];
  append(records: readonly JournalRecord[]): Promise<void> {
    if (this.failWith !== undefined) return Promise.reject(this.failWith);
    this.written.push(...records);
    return new Promise((resolve) => this.waiting.push(resolve));
  }
  async flush(): Promise<void> {
    for (const resolve of this.waiting.splice(0)) resolve();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a queue with a journal', () => {
  const open = (): { journal: SlowJournal; queue: MessageQueue; trouble: Error[] } => {
    const journal = new SlowJournal();
    const trouble: Error[] = [];
    return {
      journal,
      trouble,
      queue: new MessageQueue(SETTINGS, { journal, onTrouble: (error) => trouble.push(error) }),
    };
  };

  it('delivers a message only once it is safe', async () => {
    const { journal, queue } = open();
    const consumer = new GatheringConsumer(5);
    queue.attach(consumer);
    const accepting = queue.enqueue([content('a')]);
    expect(consumer.got).toEqual([]);
    await journal.flush();
    expect(await accepting).toEqual([1]);
    expect(consumer.got.map(({ messageId }) => messageId)).toEqual(['a']);
    queue.stop();
  });

  it('says a message is completed only once that is safe, and no one else gets it meanwhile', async () => {
    const { journal, queue } = open();
    const consumer = new GatheringConsumer(5);
    queue.attach(consumer);
    const accepting = queue.enqueue([content('a')]);
    await journal.flush();
    await accepting;
    let isCompleted = false;
    const completing = queue.settle(consumer.got[0]!.lock!.token, { kind: 'complete' }).then(() => {
      isCompleted = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isCompleted).toBe(false);
    expect(queue.counts).toEqual({ active: 0, scheduled: 0, locked: 0 });
    await journal.flush();
    await completing;
    expect(consumer.got).toHaveLength(1);
    queue.stop();
  });

  it('accepts nothing when the journal cannot be written', async () => {
    const { journal, queue } = open();
    journal.failWith = new Error('disk full');
    await expect(queue.enqueue([content('a')])).rejects.toThrow('disk full');
    expect(queue.counts.active).toBe(0);
    queue.stop();
  });

  it('serves competing consumers in turn', async () => {
    const { journal, queue } = open();
    const consumers = [new GatheringConsumer(10), new GatheringConsumer(10)];
    for (const consumer of consumers) queue.attach(consumer);
    const accepting = queue.enqueue(['a', 'b', 'c', 'd'].map(content));
    await journal.flush();
    await accepting;
    expect(consumers.map(({ got }) => got.map(({ messageId }) => messageId))).toEqual([
      ['a', 'c'],
      ['b', 'd'],
    ]);
    queue.stop();
  });

  it('gives out nothing beyond the room that its consumers have', async () => {
    const { journal, queue } = open();
    const consumer = new GatheringConsumer(1);
    queue.attach(consumer);
    const accepting = queue.enqueue(['a', 'b'].map(content));
    await journal.flush();
    await accepting;
    expect(consumer.got).toHaveLength(1);
    expect(queue.counts).toEqual({ active: 2, scheduled: 0, locked: 1 });
    queue.stop();
  });

  it('tells of a journal that failed while nobody waited for it', async () => {
    const { journal, queue, trouble } = open();
    const accepting = queue.enqueue([content('a')]);
    await journal.flush();
    await accepting;
    journal.failWith = new Error('disk full');
    queue.attach(new GatheringConsumer(1));
    await new Promise((resolve) => setImmediate(resolve));
    expect(trouble).toEqual([journal.failWith]);
    queue.stop();
  });
});
