import { CHAIN_START, chainHash } from './audit-chain';

/** The place of an entry in its chain. */
export interface ChainPlace {
  seq: number;
  previousHash: string;
  hash: string;
}

/**
 * The entry that `body` becomes behind `newest` (undefined: it starts the chain). What is hashed is the body as
 * JSON gives it back: the hash of what is read later is then the same. Pure.
 */
export function chained<B extends object>(body: B, newest: ChainPlace | undefined): B & ChainPlace {
  const plain = JSON.parse(JSON.stringify(body)) as B;
  const seq = (newest?.seq ?? 0) + 1;
  const previousHash = newest?.hash ?? CHAIN_START;
  const placed = { ...plain, seq };
  return { ...placed, previousHash, hash: chainHash(previousHash, placed) };
}
