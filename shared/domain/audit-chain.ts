import { createHash } from 'node:crypto';

/** What precedes the first entry of a chain. */
export const CHAIN_START = '0'.repeat(64);

/** JSON with the keys of every object in order, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Hash of a chained entry: SHA-256 over the previous hash and the entry's canonical JSON. */
export function chainHash(previousHash: string, body: unknown): string {
  return createHash('sha256').update(previousHash).update('\n').update(canonicalJson(body)).digest('hex');
}

/** Where a chain is broken: the sequence number, and how. Entries must be in ascending order. */
export function findBreak(
  entries: readonly { seq: number; previousHash: string; hash: string }[],
): { seq: number; kind: 'gap' | 'order' | 'edited' } | undefined {
  let previousHash = CHAIN_START;
  let expectedSeq = 1;
  for (const entry of entries) {
    const { hash, previousHash: claimed, ...body } = entry;
    if (entry.seq !== expectedSeq)
      return { seq: expectedSeq, kind: entry.seq > expectedSeq ? 'gap' : 'order' };
    if (claimed !== previousHash || hash !== chainHash(previousHash, body))
      return { seq: entry.seq, kind: 'edited' };
    previousHash = hash;
    expectedSeq += 1;
  }
  return undefined;
}
