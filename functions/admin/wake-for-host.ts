import { hintFor } from '../../shared/domain/hint';
import type { HostRecord } from '../../shared/domain/host-record';
import type { SubjectRow } from '../../shared/domain/subject-row';
import { longestWaiting, partnersFor, poolOf } from '../../shared/domain/waiting-for-host';
import type { AdminDeps } from './admin-deps';

type Deps = Pick<AdminDeps, 'hosts' | 'partners' | 'subjects' | 'hints'>;

/**
 * Has guests looked at again who wait for a host like this one, which has just become free: those who have waited
 * longest, and as many as the pool has hosts that were declared clean. `cause` names what gave rise to it. Safe to
 * repeat. Throws RetryableError where the bus or the tables are out of reach.
 */
export async function wakeForHost(deps: Deps, host: HostRecord, cause: string): Promise<void> {
  const partners = partnersFor(await deps.partners.list(), host);
  const waiting: SubjectRow[] = [];
  for (const { partner } of partners)
    for await (const row of deps.subjects.list({ kind: 'guest', state: 'held', partner })) waiting.push(row);
  if (waiting.length === 0) return;
  const clean = (await deps.hosts.list()).filter(
    (record) => record.lease.kind === 'clean' && poolOf(record) === poolOf(host),
  );
  const next = longestWaiting(waiting, Math.max(1, clean.length));
  if (next.length > 0) await deps.hints.send(next.map(({ subject }) => hintFor(subject, cause)));
}
