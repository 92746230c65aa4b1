import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type HostLog } from '../app/host-log';
import { type Journal, JournalClosed, JournalCorrupted } from './journal';
import { frameRecord, linesOf } from './record-frame';

/** Compaction writes in pieces of about this size. */
const COMPACTION_BYTES = 1 << 20;

/**
 * A journal in one append-only file. Records that are appended while a write is under way are written and flushed
 * together (group commit), so the number of flushes stays small however many instances commit at once.
 */
export function createFileJournal(file: string, log: HostLog): Journal {
  return new FileJournal(file, log);
}

interface Waiting {
  frame: Buffer;
  resolve: () => void;
  reject: (error: Error) => void;
}

class FileJournal implements Journal {
  private handle: FileHandle | undefined;
  private waiting: Waiting[] = [];
  private isClosed = false;
  /** A write that failed may have left half a record: nothing more is written behind it. */
  private failure: Error | undefined;
  private writing: Promise<void> | undefined;

  constructor(
    private readonly file: string,
    private readonly log: HostLog,
  ) {}

  async open(onRecord: (text: string) => void): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true });
    const keptLength = readRecords(this.file, await this.readAll(), onRecord, this.log);
    this.handle = await open(this.file, 'a');
    await this.handle.truncate(keptLength);
  }

  async compact(records: Iterable<string>): Promise<void> {
    const temporary = `${this.file}.compacting`;
    const next = await open(temporary, 'w');
    let piece: Buffer[] = [];
    let pieceBytes = 0;
    for (const text of records) {
      const frame = frameRecord(text);
      piece.push(frame);
      pieceBytes += frame.length;
      if (pieceBytes < COMPACTION_BYTES) continue;
      await next.write(Buffer.concat(piece));
      piece = [];
      pieceBytes = 0;
    }
    await next.write(Buffer.concat(piece));
    await next.sync();
    await next.close();
    await this.handle?.close();
    await rename(temporary, this.file);
    await syncFolder(dirname(this.file));
    this.handle = await open(this.file, 'a');
  }

  append(text: string): Promise<void> {
    if (this.isClosed) return Promise.reject(new JournalClosed());
    return new Promise((resolve, reject) => {
      this.waiting.push({ frame: frameRecord(text), resolve, reject });
      this.writing ??= this.writeAll();
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.writing;
    const { handle } = this;
    this.handle = undefined;
    await handle?.close();
  }

  abandon(): void {
    this.isClosed = true;
    for (const { reject } of this.waiting.splice(0)) reject(new JournalClosed());
    void this.close();
  }

  private async readAll(): Promise<Buffer> {
    try {
      return await readFile(this.file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
      throw error;
    }
  }

  private asFailure(cause: unknown): Error {
    if (cause instanceof JournalClosed) return cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new Error(
      `The journal ${this.file} cannot be written (${reason}). Nothing is kept from here on: make room or repair the disk, then start the host again.`,
      { cause },
    );
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0);
      try {
        if (this.failure) throw this.failure;
        if (!this.handle) throw new JournalClosed();
        await this.handle.write(Buffer.concat(batch.map(({ frame }) => frame)));
        await this.handle.datasync();
        for (const { resolve } of batch) resolve();
      } catch (error) {
        this.failure ??= this.asFailure(error);
        for (const { reject } of batch) reject(this.failure);
      }
    }
    this.writing = undefined;
  }
}

/** Hands every record out and returns the length of the readable part; a damaged last record is dropped and said. */
function readRecords(file: string, bytes: Buffer, onRecord: (text: string) => void, log: HostLog): number {
  for (const line of linesOf(bytes)) {
    if ('text' in line) {
      onRecord(line.text);
      continue;
    }
    if (line.offset + line.length < bytes.length) throw new JournalCorrupted(file, line.offset, line.damage);
    log({
      level: 'warning',
      source: 'host',
      text: `The last record of the journal ${file} (byte ${line.offset}) is incomplete and was dropped: ${line.damage}. It was never confirmed to anybody.`,
    });
    return line.offset;
  }
  return bytes.length;
}

/** A rename is durable when its folder is flushed. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}
