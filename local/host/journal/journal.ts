/**
 * Where commits are kept. Records are one line of text each, no line breaks inside.
 *
 * A record is durable when `append` has resolved; records become durable in the order they were appended.
 */
export interface Journal {
  /**
   * Reads what an earlier run left, oldest first, and makes the journal ready for `append`.
   *
   * @throws JournalCorrupted when a record in the middle cannot be read.
   */
  open(onRecord: (text: string) => void): Promise<void>;
  /** Replaces all records by these, in one step that a crash cannot split. Called after `open`, before `append`. */
  compact(records: Iterable<string>): Promise<void>;
  /** Adds a record. Rejects when it could not be made durable, or after `close` or `abandon`. */
  append(text: string): Promise<void>;
  /** Waits for what was appended, then lets go of the file. Safe to repeat. */
  close(): Promise<void>;
  /** Lets go at once, as a crash would: what is not durable yet is lost and its `append` rejects. */
  abandon(): void;
}

/** The journal was closed or abandoned before the record was durable. */
export class JournalClosed extends Error {
  constructor() {
    super('The journal is closed; the record was not kept.');
    this.name = 'JournalClosed';
  }
}

/** A record that is not the last cannot be read: what follows it cannot be trusted, so the host does not start. */
export class JournalCorrupted extends Error {
  constructor(
    readonly file: string,
    readonly offset: number,
    reason: string,
  ) {
    super(
      `The journal ${file} is corrupt at byte ${offset}: ${reason}. The host does not start, because later records may ` +
        'build on the lost one. Restore the file from a copy, or move it away to start with no orchestrations.',
    );
    this.name = 'JournalCorrupted';
  }
}
