import { z } from 'zod';
import type { ChainPlace } from './chain';
import type { LedgerEntry, LedgerFact } from './ledger-entry';
import type { Subject } from './subject';
import type { KnownHead } from './verify-chain';

/** Step of the entry that says that older entries of its ledger were forgotten because their time was over. */
export const FORGET_ENTRIES = 'forgetEntries';

const evidenceSchema = z.object({ upTo: z.int(), hash: z.string() });

/** The fact to append before the entries up to `last` are removed. Pure. */
export function forgetFact(subject: Subject, { seq, hash }: ChainPlace, at: Date): LedgerFact {
  return {
    subject,
    run: 'purgeExpired',
    step: FORGET_ENTRIES,
    opId: `forget-${seq}`,
    at: at.toISOString(),
    outcome: 'done',
    code: null,
    message: null,
    evidence: { upTo: seq, hash },
  };
}

/** Where a ledger may begin, as its own entries say: places of the newest entry that was forgotten each time. Pure. */
export const forgottenPlaces = (entries: readonly Pick<LedgerEntry, 'step' | 'evidence'>[]): KnownHead[] =>
  entries
    .filter(({ step }) => step === FORGET_ENTRIES)
    .flatMap(({ evidence }) => {
      const place = evidenceSchema.safeParse(evidence);
      return place.success ? [{ seq: place.data.upTo, hash: place.data.hash }] : [];
    });
