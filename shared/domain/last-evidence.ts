import type { LedgerEntry } from './ledger-entry';

/** Longer evidence stays in the ledger alone: a list of failures must stay a list. */
const MOST_CHARACTERS = 2_000;

/** What a failure keeps of its subject's ledger: where to read on, and what was last seen. */
export interface LastEvidence {
  /** The entry that stopped the run; null = the run died before it could write one. */
  entry: { seq: number; step: string; at: string; hash: string } | null;
  /** The last step that read or changed something, and what it saw. */
  seen: { step: string; at: string; evidence: unknown } | null;
}

/**
 * The last evidence about a subject: its newest entry, and the newest step of any run that was done. Pure; `entries`
 * come newest first. The ledger holds ids and codes only, so this does too.
 */
export function lastEvidence(entries: readonly LedgerEntry[]): LastEvidence {
  const [newest] = entries;
  const seen = entries.find(({ outcome, evidence }) => outcome === 'done' && evidence !== null);
  return {
    entry: newest === undefined ? null : pick(newest),
    seen: seen === undefined ? null : { step: seen.step, at: seen.at, evidence: shortened(seen) },
  };
}

const pick = ({ seq, step, at, hash }: LedgerEntry) => ({ seq, step, at, hash });

function shortened({ evidence, seq }: LedgerEntry): unknown {
  const { length } = JSON.stringify(evidence);
  return length <= MOST_CHARACTERS ? evidence : { isInLedger: true, seq, characters: length };
}

/** The partner whose policy the newest look went by; null = none was read yet. Pure. */
export function partnerSeen(entries: readonly LedgerEntry[]): string | null {
  for (const { step, evidence } of entries) {
    if (step !== 'readGuestSituation' || evidence === null) continue;
    const { policy } = evidence as { policy?: { partner?: string } | null };
    if (policy?.partner !== undefined) return policy.partner;
  }
  return null;
}
