/** One message, ready to be sent. */
export interface Letter {
  /** The same message has the same key: whoever gets it twice, after a crash between two steps, can tell. */
  key: string;
  /** Object id of the reader; null = whoever reads the channel. */
  to: string | null;
  /** What it is, for programs: the name of its template. */
  about: string;
  subject: string;
  /** Plain text: nothing in it is read as markup. */
  text: string;
}

/** A way to tell people something: a mailbox, a webhook. */
export interface Notices {
  /**
   * Hands the letter over. The reader's address is read now, from the directory, and kept nowhere; `no-address` = the
   * directory knows none, or nobody of this id. At least once: a repeat sends again, with the same key. Throws
   * RetryableError where it may work later, TerminalError where somebody has to change something first.
   */
  send(letter: Letter): Promise<'sent' | 'no-address'>;
}
