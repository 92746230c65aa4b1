import {
  ANCHOR_LEDGERS,
  ledgerDigestSchema,
  ledgerHeadsSchema,
  type LedgerHeads,
} from '../shared/domain/ledger-heads';
import type { Audit } from '../shared/state/audit';
import type { Documents } from '../shared/state/documents';

interface Deps {
  audit: Audit;
  documents: Documents;
}

const PAGE = 500;

/**
 * The newest audited heads of all ledgers whose document is still there; undefined where there are none. Throws
 * TerminalError('rejected') where the document is not what its name says.
 */
export async function latestLedgerHeads({ audit, documents }: Deps): Promise<LedgerHeads | undefined> {
  let before: number | undefined;
  do {
    const entries = await audit.read(PAGE, before);
    for (const { action, result, detail } of entries) {
      if (action !== ANCHOR_LEDGERS || result !== 'done') continue;
      const text = await documents.read(ledgerDigestSchema.parse(detail).document);
      if (text !== undefined) return ledgerHeadsSchema.parse(JSON.parse(text));
    }
    before = entries.at(-1)?.seq;
  } while (before !== undefined && before > 1);
  return undefined;
}
