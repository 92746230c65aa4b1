import { chained } from '../../domain/chain';
import type { LedgerEntry, LedgerFact } from '../../domain/ledger-entry';

/** The entry that `fact` becomes behind `newest`: nothing but its known fields. Pure. */
export function nextEntry(fact: LedgerFact, newest: LedgerEntry | undefined): LedgerEntry {
  const { subject, run, step, opId, at, outcome, code, message } = fact;
  const evidence: unknown = fact.evidence ?? null;
  const known = { run, step, opId, at, outcome, code, message, evidence };
  return chained({ subject: { kind: subject.kind, id: subject.id }, ...known }, newest);
}
