/** How a person is written to and about: never the address. */
export interface Addressee {
  /** As the directory shows it. A guest can choose it: it is not to be trusted. */
  name: string | null;
  /** For example `nl-NL`; null = none is set. */
  language: string | null;
}

/** Who somebody is, read when a notice is written and kept nowhere. */
export interface Addressees {
  /** undefined = nobody of this id is in the directory. Safe to repeat. Throws RetryableError or TerminalError. */
  read(user: string): Promise<Addressee | undefined>;
}
