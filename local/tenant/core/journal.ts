import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { lockFolder } from './folder-lock';

/** One change: collection, id, and the new value or null for "deleted". */
export type JournalEntry = readonly [collection: string, id: string, value: unknown];

/**
 * The tenant's memory on disk: one line per answered request. A line is in the operating system's hands
 * before the answer leaves, so a killed process loses nothing it acknowledged; a torn last line is cut off.
 */
export class Journal {
  readonly #path: string;
  #file: number;
  #bytes: number;
  readonly #unlock: () => void;

  private constructor(path: string, bytes: number, unlock: () => void) {
    this.#unlock = unlock;
    this.#path = path;
    this.#bytes = bytes;
    this.#file = openSync(path, 'a');
  }

  /** Opens the journal in `folder` and hands every entry to `apply`; throws when a line in its middle is damaged or another process has the folder. */
  static open(folder: string, apply: (entry: JournalEntry) => void): Journal {
    mkdirSync(folder, { recursive: true });
    const unlock = lockFolder(folder);
    const path = join(folder, 'tenant.journal');
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const whole = text.lastIndexOf('\n') + 1;
    const lines = text.slice(0, whole).split('\n');
    lines.forEach((line, index) => {
      if (line === '') return;
      for (const entry of parse(line, path, index + 1)) apply(entry);
    });
    const bytes = Buffer.byteLength(text.slice(0, whole));
    if (existsSync(path)) truncateSync(path, bytes);
    return new Journal(path, bytes, unlock);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Writes the entries as one line, whole or not at all. */
  append(entries: readonly JournalEntry[]): void {
    this.#bytes += writeSync(this.#file, `${JSON.stringify(entries)}\n`);
  }

  /** Replaces the journal by what is alive now; a kill in between leaves the old one. */
  rewrite(chunks: Iterable<readonly JournalEntry[]>): void {
    const next = `${this.#path}.next`;
    const file = openSync(next, 'w');
    let bytes = 0;
    for (const entries of chunks) bytes += writeSync(file, `${JSON.stringify(entries)}\n`);
    fsyncSync(file);
    closeSync(file);
    renameSync(next, this.#path);
    closeSync(this.#file);
    this.#file = openSync(this.#path, 'a');
    this.#bytes = bytes;
  }

  close(): void {
    closeSync(this.#file);
    this.#unlock();
  }
}

function parse(line: string, path: string, lineNumber: number): JournalEntry[] {
  try {
    return JSON.parse(line) as JournalEntry[];
  } catch (cause) {
    throw new Error(
      `The tenant's journal ${path} is damaged at line ${lineNumber}; restore it, or start with another data folder`,
      { cause },
    );
  }
}
