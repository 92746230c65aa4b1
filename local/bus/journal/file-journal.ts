import { type FileHandle } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { BrokerRefusal } from '../amqp/broker-refusal';
import { type JournalFiles } from './journal-files';
import { encodeFrame } from './journal-frame';
import { type Journal, type JournalRecord } from './journal-record';

const SMALLEST_COMPACTION_BYTES = 8 * 1024 * 1024;
const GROWTH_BEFORE_COMPACTION = 3;
const RECORDS_PER_FRAME = 1000;

interface Waiting {
  frame: Buffer;
  resolve: () => void;
  reject: (error: Error) => void;
}

/**
 * An append-only journal. All records that arrive while one write is under way share the next: one fsync for many
 * senders. When most of the file is history, it is written anew from a snapshot.
 */
export class FileJournal implements Journal {
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;
  private failure: Error | undefined;
  private fileBytes = 0;
  private snapshotBytes = 0;

  private constructor(
    private readonly files: JournalFiles,
    private readonly snapshot: () => Iterable<JournalRecord>,
    private generation: number,
    private file: FileHandle,
  ) {}

  /** Starts a new generation from the snapshot. `snapshot` is asked again whenever the journal is compacted. */
  static async open(files: JournalFiles, snapshot: () => Iterable<JournalRecord>): Promise<FileJournal> {
    const generation = files.newest() + 1;
    const frames = framesOf(snapshot());
    const journal = new FileJournal(files, snapshot, generation, await files.start(generation, frames));
    journal.startedWith(frames);
    return journal;
  }

  append(records: readonly JournalRecord[]): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    const frame = encodeFrame(records);
    return new Promise((resolve, reject) => {
      this.waiting.push({ frame, resolve, reject });
      this.writing ??= this.writeAll();
    });
  }

  /** Writes what is waiting, then closes the file. Appending after that fails. */
  async close(): Promise<void> {
    await this.writing;
    this.failure ??= new Error('The broker has stopped; its journal is closed.');
    await this.file.close();
  }

  private async writeAll(): Promise<void> {
    await nextTurn(); // gathers what this turn of the event loop still brings
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      await this.write(batch);
      if (
        this.fileBytes > Math.max(SMALLEST_COMPACTION_BYTES, GROWTH_BEFORE_COMPACTION * this.snapshotBytes)
      ) {
        await nextTurn(); // whoever waited for this batch has taken it into the queues by now: the snapshot has it
        await this.compact();
      }
    }
    this.writing = undefined;
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    const bytes = Buffer.concat(batch.map(({ frame }) => frame));
    try {
      if (this.failure !== undefined) throw this.failure;
      await this.file.appendFile(bytes);
      await this.file.datasync();
    } catch (error) {
      const failure = this.fail(error);
      for (const { reject } of batch) reject(failure);
      return;
    }
    this.fileBytes += bytes.length;
    for (const { resolve } of batch) resolve();
  }

  /** The snapshot is taken at once; what arrives while it is written waits and goes behind it. */
  private async compact(): Promise<void> {
    const frames = framesOf(this.snapshot());
    try {
      const file = await this.files.start(this.generation + 1, frames);
      await this.file.close();
      this.file = file;
      this.generation++;
      this.startedWith(frames);
    } catch (error) {
      this.fail(error);
    }
  }

  private startedWith(frames: readonly Buffer[]): void {
    this.snapshotBytes = frames.reduce((sum, { length }) => sum + length, 0);
    this.fileBytes = this.snapshotBytes;
  }

  /**
   * After a failed write nobody knows what the file holds: the broker takes no more until it is started again. Clients
   * hear of it as they hear of a queue in Azure that is full: they report a quota, and do not try again and again.
   */
  private fail(error: unknown): Error {
    const reason = error instanceof Error ? error.message : String(error);
    this.failure ??= new BrokerRefusal(
      'amqp:resource-limit-exceeded',
      `The broker's journal cannot be written (${reason}). Free the disk and start the broker again: what it had accepted is still there.`,
    );
    return this.failure;
  }
}

function framesOf(records: Iterable<JournalRecord>): Buffer[] {
  const frames: Buffer[] = [];
  let group: JournalRecord[] = [];
  for (const record of records) {
    if (group.push(record) < RECORDS_PER_FRAME) continue;
    frames.push(encodeFrame(group));
    group = [];
  }
  return group.length > 0 ? [...frames, encodeFrame(group)] : frames;
}
