import type { AuditEntry, AuditFact } from '../domain/audit-entry';

/**
 * The one chain of decisions and milestones of an installation. Partition = `audit`, row = inverted sequence
 * number; each entry holds the hash of the one before, so an edit, a removal or a reorder shows.
 */
export interface Audit {
  /** Appends one fact. Safe to repeat: a fact whose `opId` is among the newest entries is not stored again. */
  append(fact: AuditFact): Promise<AuditEntry>;
  /** Entries with a smaller sequence number than `before` (all where undefined), newest first, `top` at most. */
  read(top: number, before?: number): Promise<AuditEntry[]>;
}
