import type { Versioned } from './subjects';

/** A request that came with an idempotency key. Holds hashes of key and request, and ids: nothing of the body. */
export interface IdempotentRequest {
  /** Object id of who asked. */
  caller: string;
  keyHash: string;
  requestHash: string;
  /** ISO 8601. */
  takenAt: string;
  /** What was answered; null while it is being done, or if its process died. */
  answer: { status: number; headers: Record<string, string>; body: unknown } | null;
}

/** Requests that must not be done twice, each with its answer, kept for a day. Partition = caller, row = hash of the key. */
export interface IdempotencyKeys {
  read(caller: string, keyHash: string): Promise<Versioned<IdempotentRequest> | undefined>;
  /** Takes a key nobody has taken. `conflict`: it is taken, nothing was written. */
  insert(request: IdempotentRequest): Promise<'written' | 'conflict'>;
  /** Replaces the request if it still has `etag`. `conflict`: it has not, nothing was written. */
  replace(request: IdempotentRequest, etag: string): Promise<'written' | 'conflict'>;
  /** Gives the key back if the request still has `etag`; one that is gone counts as removed. */
  remove(caller: string, keyHash: string, etag: string): Promise<'removed' | 'conflict'>;
  /** Forgets what was taken before `at` (ISO 8601, UTC, milliseconds), `most` at once; gives how many. Safe to repeat. */
  purgeBefore(at: string, most: number): Promise<number>;
}
