import {
  ANCHOR_LEDGERS,
  ledgerDigestSchema,
  ledgerHeadsSchema,
  ERASE_GUEST,
  type LedgerHeads,
} from '../shared/domain/ledger-heads';
import type { Audit } from '../shared/state/audit';
import type { Documents } from '../shared/state/documents';

interface Deps {
  audit: Audit;
  documents: Documents;
}

const PAGE = 500;

/** Heads that were kept, and the pseudonyms of the guests who were erased since: nobody has to meet theirs any more. */
export interface KeptHeads extends LedgerHeads {
  erasedSince: ReadonlySet<string>;
}

/**
 * The newest audited heads of all ledgers whose document is still there; undefined where there are none. Throws
 * TerminalError('rejected') where the document is not what its name says.
 */
export async function latestLedgerHeads({ audit, documents }: Deps): Promise<KeptHeads | undefined> {
  let before: number | undefined;
  const erasedSince = new Set<string>();
  do {
    const entries = await audit.read(PAGE, before);
    for (const { action, result, detail, target } of entries) {
      if (action === ERASE_GUEST && result === 'done') erasedSince.add(target.replace(/^guest\//, ''));
      if (action !== ANCHOR_LEDGERS || result !== 'done') continue;
      const text = await documents.read(ledgerDigestSchema.parse(detail).document);
      if (text !== undefined) return { ...ledgerHeadsSchema.parse(JSON.parse(text)), erasedSince };
    }
    before = entries.at(-1)?.seq;
  } while (before !== undefined && before > 1);
  return undefined;
}
