import type { IdempotencyKeys, IdempotentRequest } from '../idempotency';
import { MemoryRows } from './memory-rows';

const keyOf = (caller: string, keyHash: string): string => `${caller} ${keyHash}`;

/** {@link IdempotencyKeys} in memory, for tests: forgets all when it is dropped. */
export function memoryIdempotencyKeys(): IdempotencyKeys {
  const rows = new MemoryRows<IdempotentRequest>('IdempotencyKeys');
  return {
    read: (caller, keyHash) => rows.read(keyOf(caller, keyHash)),
    insert: (request) => rows.insert(keyOf(request.caller, request.keyHash), request),
    replace: (request, etag) => rows.replace(keyOf(request.caller, request.keyHash), request, etag),
    remove: (caller, keyHash, etag) => rows.remove(keyOf(caller, keyHash), etag),
    purgeBefore: async (at, most) => (await rows.removeWhere(({ takenAt }) => takenAt < at, most)).length,
  };
}
