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
}
