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

type Counts = Partial<Record<RetainedTable, number>>;

/**
 * Nightly: forgets whatever is kept longer than the settings say, table by table, page by page, and audits how much of
 * what. Trouble with one table holds no other up; it fails the tick in the end. Safe to repeat.
 */
export const purgeExpired =
  (deps: Deps) =>
  async (context: InvocationContext): Promise<void> => {
    const startedAt = deps.now();
    const untilMs = startedAt.getTime() + TICK_MS;
    const counts: Counts = {};
    const troubles: unknown[] = [];
    for (const expiry of deps.expiries) {
      const before = keptSince(deps.retention[expiry.table], startedAt);
      try {
        await purgeTable(deps, expiry, before, { counts, untilMs });
      } catch (error) {
        troubles.push(error);
        context.error(
          `Not all of ${expiry.table} from before ${before} is forgotten: the next tick goes on`,
          error,
        );
      }
    }
    for (const [table, purged] of Object.entries(counts))
      deps.metrics.record('gatehouse.purged', purged, { table });
    await auditPurge(deps, startedAt, counts, troubles.length === 0);
    await deps.metrics.flush();
    if (troubles.length > 0) throw troubles[0];
  };

async function purgeTable(
  { now }: Deps,
  expiry: Expiry,
  before: string,
  { counts, untilMs }: { counts: Counts; untilMs: number },
): Promise<void> {
  let isMore = true;
  while (isMore && now().getTime() < untilMs) {
    const page = await expiry.purge(before, PAGE);
    counts[expiry.table] = (counts[expiry.table] ?? 0) + page.purged;
    isMore = page.isMore;
  }
}

/** A night on which nothing was forgotten is no milestone. */
async function auditPurge(
  { audit, retention, now }: Deps,
  startedAt: Date,
  counts: Counts,
  isDone: boolean,
): Promise<void> {
  if (isDone && Object.values(counts).every((purged) => purged === 0)) return;
  await audit.append({
    opId: `purge-expired-${startedAt.toISOString()}`,
    at: now().toISOString(),
    actor: { kind: 'service', id: 'purgeExpired' },
    action: 'purge-expired',
    target: 'tables',
    plan: null,
    reason: null,
    ticket: null,
    result: isDone ? 'done' : 'failed',
    detail: { purged: counts, keptDays: retention },
  });
}
