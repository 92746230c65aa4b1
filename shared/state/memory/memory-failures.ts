import type { Failure } from '../../domain/failure';
import type { Failures } from '../failures';
import { MemoryRows } from './memory-rows';

/** {@link Failures} in memory, for tests: forgets all when it is dropped. */
export function memoryFailures(): Failures {
  const rows = new MemoryRows<Failure>('Failures');
  return {
    open: (failure) =>
      rows.revise(JSON.stringify([failure.fingerprint, failure.key]), (before) => ({
        ...failure,
        evidence: failure.evidence ?? null,
        firstSeenAt: before?.firstSeenAt ?? failure.firstSeenAt,
      })),
    list: async (fingerprint) =>
      (await rows.list())
        .map(({ value }) => value)
        .filter((failure) => fingerprint === undefined || failure.fingerprint === fingerprint),
    resolve: (key) => rows.removeWhere((failure) => failure.key === key),
  };
}
