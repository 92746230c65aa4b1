import type { AuditEntry, AuditFact } from '../../../shared/domain/audit-entry';
import { chained } from '../../../shared/domain/chain';
import { ChainVerifier } from '../../../shared/domain/verify-chain';
import type { BenchFigures } from '../bench-figures';
import { measured } from '../measured';

const ROWS = 100_000;

/** The whole audit chain verified, the newest entry first as the CLI reads it; the reading itself is not measured. */
export async function benchAudit(): Promise<BenchFigures> {
  const entries: AuditEntry[] = [];
  for (let n = 0; n < ROWS; n += 1) entries.push(chained(factOf(n), entries.at(-1)));
  const { result, elapsedMs, heapMiB } = await measured(() => {
    const verifier = new ChainVerifier([{ seq: ROWS, hash: entries.at(-1)?.hash ?? '' }]);
    for (let at = entries.length - 1; at >= 0; at -= 1) verifier.take(entries[at] as AuditEntry);
    return Promise.resolve(verifier.verdict());
  });
  return {
    auditRowsVerified: result.entries,
    auditFindings: result.findings.length,
    auditHeadsFound: result.headsFound,
    auditElapsedMs: elapsedMs,
    auditHeapGrowthMiB: heapMiB,
  };
}

const factOf = (n: number): AuditFact => ({
  opId: `bench-${n}`,
  at: '2026-09-01T12:00:00.000Z',
  actor: { kind: 'person', id: '0b3f6c1e-0000-4000-8000-000000000001' },
  action: 'run-replay',
  target: `plan/${n}`,
  plan: null,
  reason: 'hosts were added',
  ticket: 'CHG-1',
  result: 'done',
  detail: { changed: n % 20, made: { ensurePersonalHost: n % 20 } },
});
