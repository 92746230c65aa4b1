import type { HttpResponseInit } from '@azure/functions';
import type { Failure } from '../../shared/domain/failure';
import type { Failures } from '../../shared/state/failures';

/** GET failures : causes, each with what it stopped; the most frequent first. */
export const listFailures = (failures: Failures) => async (): Promise<HttpResponseInit> => {
  const byCause = new Map<string, Failure[]>();
  for (const failure of await failures.list()) {
    byCause.set(failure.fingerprint, [...(byCause.get(failure.fingerprint) ?? []), failure]);
  }
  const causes = [...byCause].map(([fingerprint, all]) => ({
    fingerprint,
    count: all.length,
    failures: all,
  }));
  return { jsonBody: { causes: causes.sort((a, b) => b.count - a.count) } };
};
