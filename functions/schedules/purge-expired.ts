import type { InvocationContext } from '@azure/functions';
import type { Metrics } from '../../shared/clients/metrics';
import { keptSince, type RetainedTable, type Retention } from '../../shared/domain/retention';
import type { Audit } from '../../shared/state/audit';
import type { Expiry } from './expiry';

interface Deps {
  expiries: readonly Expiry[];
  retention: Retention;
  audit: Audit;
  metrics: Metrics;
  now: () => Date;
}

/** Rows forgotten with one request, or one look. */
const PAGE = 500;
/** How long one tick goes on; the rest is the next night's. Functions end after 10 minutes at most. */
const TICK_MS = 8 * 60_000;

/**
 * Nightly: forgets whatever is kept longer than the settings say, table by table, page by page, and audits how much of
 * what. Trouble with one table holds no other up; it fails the tick in the end. Safe to repeat.
 */
export const purgeExpired =
  ({ expiries, retention, audit, metrics, now }: Deps) =>
  async (context: InvocationContext): Promise<void> => {
    const startedAt = now();
    const counts: Partial<Record<RetainedTable, number>> = {};
    const troubles: unknown[] = [];
    for (const { table, purge } of expiries) {
      const before = keptSince(retention[table], startedAt);
      try {
        for (let isMore = true; isMore && now().getTime() - startedAt.getTime() < TICK_MS;) {
          const page = await purge(before, PAGE);
          isMore = page.isMore;
          counts[table] = (counts[table] ?? 0) + page.purged;
        }
      } catch (error) {
        troubles.push(error);
        context.error(
          `Could not forget all of ${table} that is older than ${before}; the next tick goes on`,
          error,
        );
      }
    }
    for (const [table, purged] of Object.entries(counts))
      metrics.record('gatehouse.purged', purged, { table });
    if (Object.values(counts).some((purged) => purged > 0) || troubles.length > 0)
      await audit.append({
        opId: `purge-expired-${startedAt.toISOString()}`,
        at: now().toISOString(),
        actor: { kind: 'service', id: 'purgeExpired' },
        action: 'purge-expired',
        target: 'tables',
        plan: null,
        reason: null,
        ticket: null,
        result: troubles.length === 0 ? 'done' : 'failed',
        detail: { purged: counts, keptDays: retention },
      });
    await metrics.flush();
    if (troubles.length > 0) throw troubles[0];
  };
