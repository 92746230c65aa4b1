/**
 * Which pseudonym stands for which guest in what is chained and cannot be changed. Partition = guest; one row is the only
 * link between the two, so that removing it leaves a pseudonym nobody can trace.
 */
export interface Pseudonyms {
  /** undefined = the guest has none: it was never named in a chain, or it was erased. */
  find(guest: string): Promise<string | undefined>;
  /** The guest's pseudonym, made at the first call. Safe to repeat, and by several at once: all get the same. */
  ensure(guest: string): Promise<string>;
  /** All of them, by pseudonym: guests' object ids. */
  list(): Promise<Map<string, string>>;
  /** Removes the link, for good. Safe to repeat; afterwards {@link ensure} makes another one. */
  destroy(guest: string): Promise<void>;
}
