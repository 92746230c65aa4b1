import { z } from 'zod';

/** Heads of all ledgers at a moment: the text of the document whose SHA-256 the audit holds. */
export const ledgerHeadsSchema = z.object({
  v: z.literal(1),
  /** ISO 8601. */
  at: z.string(),
  /** Highest sequence number ever met, and its hash, by subject key; guests by pseudonym (docs/adr/0009). */
  heads: z.record(z.string(), z.tuple([z.int(), z.string()])),
});
export type LedgerHeads = z.infer<typeof ledgerHeadsSchema>;

/** Action of the audit entry that holds a digest of all ledger heads; `detail` is a {@link LedgerDigest}. */
export const ANCHOR_LEDGERS = 'anchor-ledgers';

/** Action of the audit entry that says that a guest was erased: the guest of its target's pseudonym. */
export const ERASE_GUEST = 'erase-guest';

export const ledgerDigestSchema = z.object({
  /** SHA-256 of the document, which is its name. */
  document: z.string(),
  ledgers: z.int(),
});
export type LedgerDigest = z.infer<typeof ledgerDigestSchema>;

/** How a ledger stands against the head that was kept of it; `head` is what is kept from now on. */
export type HeadVerdict =
  | { kind: 'grown' | 'same'; head: [number, string] }
  /** Entries are gone, or others have taken their place. */
  | { kind: 'broken'; head: [number, string]; why: string };

/**
 * Compares a ledger with its kept head. `entries` are its newest, newest first, back to the kept head where it
 * reaches so far. A broken one keeps its old head: the proof does not age away. Pure.
 */
export function compareHead(
  kept: readonly [number, string] | undefined,
  entries: readonly { seq: number; hash: string }[],
): HeadVerdict | undefined {
  const [newest] = entries;
  if (kept === undefined) return newest && { kind: 'grown', head: [newest.seq, newest.hash] };
  const [seq, hash] = kept;
  if (newest === undefined || newest.seq < seq)
    return {
      kind: 'broken',
      head: [seq, hash],
      why: `it ends at ${newest?.seq ?? 0}, it once reached ${seq}`,
    };
  const then = entries.find((entry) => entry.seq === seq);
  if (then?.hash !== hash)
    return { kind: 'broken', head: [seq, hash], why: `its entry ${seq} is not the one that was kept` };
  return { kind: newest.seq === seq ? 'same' : 'grown', head: [newest.seq, newest.hash] };
}
