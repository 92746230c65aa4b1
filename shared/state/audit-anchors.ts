import type { AuditHead } from '../domain/audit-entry';

/** Heads of the audit chain, kept where nobody rewrites them: a cut tail shows by a head that is not in the chain. */
export interface AuditAnchors {
  /** Keeps a head. Safe to repeat: a head of the same sequence number is kept once, the first one. */
  record(head: AuditHead): Promise<void>;
  /** All heads, by sequence number, lowest first. */
  list(): Promise<AuditHead[]>;
}
