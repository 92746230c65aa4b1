import { guestRecord } from './guest-record';
import type { HostRecord } from './host-record';
import { mayLease } from './host-reuse';
import type { PartnerPolicy } from './partner-policy';
import type { SubjectRow } from './subject-row';

/** The pool a machine is in, lower-case; undefined = it is a Cloud PC, which is in none. */
export function poolOf({ target }: HostRecord): string | undefined {
  return target.kind === 'vm'
    ? target.sessionHostId.replace(/\/sessionHosts\/[^/]+$/i, '').toLowerCase()
    : undefined;
}

/** The partners whose guests may be given this host as it is now: they use its pool, and their hostReuse takes it. */
export function partnersFor(policies: readonly PartnerPolicy[], host: HostRecord): PartnerPolicy[] {
  const pool = poolOf(host);
  const usesPool = ({ desktops }: PartnerPolicy): boolean =>
    desktops.some(
      (offer) => offer.kind === 'avd-personal' && offer.hostPools.some((name) => name.toLowerCase() === pool),
    );
  return policies.filter((policy) => usesPool(policy) && mayLease(host.lease, policy));
}

/**
 * The `count` guests of these rows that have waited longest for a host. Who is being looked at already needs no
 * hint; who waits for something else is left alone.
 */
export function longestWaiting(rows: readonly SubjectRow[], count: number): SubjectRow[] {
  const waiting = rows.flatMap((row) => {
    const reason = row.state === 'held' && !row.live ? guestRecord(row.detail).reason : null;
    return reason?.code === 'no-free-host' ? [{ row, since: reason.since ?? '' }] : [];
  });
  return waiting
    .sort((one, other) => order(one.since, other.since) || order(one.row.subject.id, other.row.subject.id))
    .slice(0, count)
    .map(({ row }) => row);
}

const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
