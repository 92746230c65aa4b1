import { CHAIN_START, chainHash } from '../../domain/audit-chain';
import type { LedgerEntry, LedgerFact } from '../../domain/ledger-entry';

/**
 * The entry that `fact` becomes behind `newest` (undefined: it starts the chain). What is hashed is the fact
 * as JSON gives it back, and nothing but its known fields: the hash of what is read later is then the same. Pure.
 */
export function nextEntry(fact: LedgerFact, newest: LedgerEntry | undefined): LedgerEntry {
  const { subject, run, step, opId, at, outcome, code, message } = fact;
  const evidence: unknown = JSON.parse(JSON.stringify(fact.evidence ?? null));
  const seq = (newest?.seq ?? 0) + 1;
  const previousHash = newest?.hash ?? CHAIN_START;
  const known = {
    subject: { kind: subject.kind, id: subject.id },
    run,
    step,
    opId,
    at,
    outcome,
    code,
    message,
  };
  const body = { ...known, evidence, seq };
  return { ...body, previousHash, hash: chainHash(previousHash, body) };
}
