/** Texts named by their SHA-256 (UTF-8, lower-case hexadecimal): what is read is what was written, or an error. */
export interface Documents {
  /** Keeps the text and gives its name. Safe to repeat: the same text has the same name. */
  put(text: string): Promise<string>;
  /** The text of that name, its hash checked; undefined = there is none. Throws TerminalError('rejected') where it was changed. */
  read(name: string): Promise<string | undefined>;
  /** Removes the text of that name; one that is gone counts as removed. Safe to repeat. */
  remove(name: string): Promise<void>;
}
