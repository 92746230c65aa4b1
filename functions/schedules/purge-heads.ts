import { z } from 'zod';
import type { AuditEntry } from '../../shared/domain/audit-entry';
import { ANCHOR_LEDGERS, ledgerDigestSchema } from '../../shared/domain/ledger-heads';
import type { Audit } from '../../shared/state/audit';
import type { Cursors } from '../../shared/state/cursors';
import type { Documents } from '../../shared/state/documents';
import type { Expiry } from './expiry';

export interface PurgeHeadsDeps {
  audit: Audit;
  documents: Documents;
  cursors: Cursors;
  now: () => Date;
}

const CURSOR = 'purged-heads';
const position = z.object({ seq: z.int() });

/**
 * Removes the documents with the heads of all ledgers that are older than `before`: there is one for each hour. Goes along
 * the audit, which names them, and remembers how far it came. The newest stays, however old.
 */
export const purgeHeads =
  ({ audit, documents, cursors, now }: PurgeHeadsDeps): Expiry['purge'] =>
  async (before, most) => {
    const stored = await cursors.read(CURSOR);
    const from = stored === undefined ? 0 : position.parse(stored.value.detail).seq;
    const newest = await newestAnchor(audit);
    const entries = (await audit.read(most, from + most + 1)).filter(({ seq }) => seq > from).reverse();
    let purged = 0;
    let seq = from;
    for (const entry of entries) {
      if (entry.at >= before || entry.seq >= newest) break;
      seq = entry.seq;
      if (!isAnchor(entry)) continue;
      await documents.remove(ledgerDigestSchema.parse(entry.detail).document);
      purged += 1;
    }
    if (seq === from) return { purged, isMore: false };
    const savedAt = now().toISOString();
    await cursors.save({ name: CURSOR, savedAt, detail: { seq } }, stored?.etag);
    return { purged, isMore: seq === from + most };
  };

const isAnchor = ({ action, result }: AuditEntry): boolean => action === ANCHOR_LEDGERS && result === 'done';

/** Sequence number of the newest anchor; 0 = there is none. */
async function newestAnchor(audit: Audit): Promise<number> {
  let before: number | undefined;
  do {
    const entries = await audit.read(500, before);
    const found = entries.find(isAnchor);
    if (found !== undefined) return found.seq;
    before = entries.at(-1)?.seq;
  } while (before !== undefined && before > 1);
  return 0;
}
