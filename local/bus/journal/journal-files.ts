import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeFrames, DamagedFrame } from './journal-frame';
import { type JournalRecord } from './journal-record';

const FILE_NAME = /^journal-(\d{8})\.log$/;
const fileName = (generation: number): string => `journal-${String(generation).padStart(8, '0')}.log`;

/** The journal's files. Each generation begins with everything that was true when it was started. */
export class JournalFiles {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** The newest generation; 0 = there is none. */
  newest(): number {
    return Math.max(0, ...this.generations());
  }

  /** The records of a generation. Throws an error that names the file if it is damaged. */
  read(generation: number): JournalRecord[] {
    const path = join(this.folder, fileName(generation));
    try {
      return [...decodeFrames(readFileSync(path))];
    } catch (error) {
      if (!(error instanceof DamagedFrame)) throw error;
      throw new Error(
        `The broker's journal ${path} is damaged: ${error.message}. Move the file away to start empty, or cut it off there to keep what comes before.`,
        { cause: error },
      );
    }
  }

  /**
   * Starts a generation with these bytes. It counts only once all of it is on the disk; older ones are removed then.
   * Throws an error that names the folder if it cannot be written; the older generation stands then.
   */
  async start(generation: number, content: Iterable<Buffer>): Promise<FileHandle> {
    const path = join(this.folder, fileName(generation));
    try {
      const file = await this.write(`${path}.tmp`, content);
      await rename(`${path}.tmp`, path);
      await this.syncFolder();
      for (const older of this.generations())
        if (older < generation) rmSync(join(this.folder, fileName(older)));
      return file;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(
        `The data folder ${this.folder} cannot be written (${reason}). What it holds is untouched; free the disk, or make the folder writable, and start the broker again.`,
        { cause: error },
      );
    }
  }

  private async write(path: string, content: Iterable<Buffer>): Promise<FileHandle> {
    const file = await open(path, 'w');
    try {
      for (const bytes of content) await file.appendFile(bytes);
      await file.sync();
      return file;
    } catch (error) {
      await file.close();
      rmSync(path, { force: true });
      throw error;
    }
  }

  private generations(): number[] {
    return readdirSync(this.folder)
      .flatMap((name) => FILE_NAME.exec(name)?.[1] ?? [])
      .map(Number);
  }

  /** A new name is safe only when its folder is on the disk; Windows has no such call and needs none. */
  private async syncFolder(): Promise<void> {
    if (process.platform === 'win32') return;
    const folder = await open(this.folder, 'r');
    await folder.sync().finally(() => folder.close());
  }
}
