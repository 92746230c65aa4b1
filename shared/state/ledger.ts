import type { LedgerEntry, LedgerFact } from '../domain/ledger-entry';
import type { Subject } from '../domain/subject';

/**
 * The append-only story of each subject; outlives the engine's history. Partition = subject key, row =
 * inverted sequence number, so that the newest comes first; chained by hash per subject.
 */
export interface Ledger {
  /** Appends one fact. Safe to repeat: a fact with an `opId` that is the newest already is not stored again. */
  append(fact: LedgerFact): Promise<LedgerEntry>;
  /** The newest `top` entries (all where undefined), newest first. */
  read(subject: Subject, top?: number): Promise<LedgerEntry[]>;
  /** Subjects that have entries older than `at` (ISO 8601), by key, beginning after the key `after`; `top` at most. */
  subjectsOlderThan(at: string, after: string, top: number): Promise<Subject[]>;
  /** The newest entry older than `at`; undefined = none is. */
  newestBefore(subject: Subject, at: string): Promise<LedgerEntry | undefined>;
  /** Removes the entries up to a sequence number, in no promised order; gives how many. Safe to repeat. */
  removeUpTo(subject: Subject, seq: number): Promise<number>;
}
