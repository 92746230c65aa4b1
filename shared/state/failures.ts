import type { Failure } from '../domain/failure';

/** Open failures: partition = fingerprint, row = key of what failed. A closed one is gone: the ledger keeps it. */
export interface Failures {
  /** Opens it, or renews an open one (keeping its `firstSeenAt`). Safe to repeat. */
  open(failure: Failure): Promise<void>;
  /** Every open failure, or those of one fingerprint. */
  list(fingerprint?: string): Promise<Failure[]>;
  /** Closes every open failure of `key` because its state was observed to be right. Gives those it closed. */
  resolve(key: string): Promise<Failure[]>;
}
