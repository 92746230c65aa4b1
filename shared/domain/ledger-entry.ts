import type { Subject } from './subject';

/** What one step of one run saw, changed and proved. Holds ids and codes only: no mail address, no token. */
export interface LedgerFact {
  subject: Subject;
  /** Instance id of the run. */
  run: string;
  step: string;
  /** Names this fact: appending it twice stores it once. */
  opId: string;
  /** ISO 8601. */
  at: string;
  outcome: 'done' | 'later' | 'refused' | 'opened' | 'closed';
  /** The reason or code of an outcome that is not done; the state of one that closed. */
  code: string | null;
  message: string | null;
  /** What was observed or changed: JSON. */
  evidence: unknown;
}

/** A stored fact: its place in its subject's chain, the hash of the one before, and its own. */
export interface LedgerEntry extends LedgerFact {
  seq: number;
  previousHash: string;
  hash: string;
}
