import { durationMs, ringOf, STOP_AT_FAILED_PERCENT, type ClientRing } from './client-rings';
import { releaseOf, type ClientRollout } from './client-rollout';
import type { HostRecord } from './host-record';
import type { PartnerPolicy } from './partner-policy';
import { isVersionAtLeast } from './version';

type Policy = Pick<PartnerPolicy, 'partner' | 'client'>;

/** How the hosts of one ring stand. */
export interface RingCount {
  proved: number;
  failed: number;
  /** Not asked, at it, or switched off. */
  pending: number;
}

/** Why the next ring does not open, and when it could at the earliest where only time is missing. */
export interface RingHold {
  because: string;
  opensAt: string | null;
}

/** How many hosts of each ring have the target, failed to get it, or neither; hosts leased for this partner count. Pure. */
export function countRings(
  { partner, client }: Policy,
  rollout: ClientRollout,
  hosts: readonly HostRecord[],
): RingCount[] {
  const rings = client.rings ?? [];
  const counts = rings.map((): RingCount => ({ proved: 0, failed: 0, pending: 0 }));
  for (const record of hosts) {
    if (record.lease.kind !== 'leased' || record.partner !== partner) continue;
    const count = counts[ringOf(rings, partner, { guest: record.lease.guest, host: record.host })];
    if (count !== undefined) count[standOf(record, rollout)] += 1;
  }
  return counts;
}

function standOf(
  { host, proved, refused }: HostRecord,
  { target, failedHosts }: ClientRollout,
): keyof RingCount {
  if (proved !== null && isVersionAtLeast(proved.version, target.version)) return 'proved';
  return refused?.version === target.version || failedHosts.includes(host) ? 'failed' : 'pending';
}

/**
 * The rollout after a look at the hosts: begun where the policy names another version, and with one more ring open
 * where the rings before are well and old enough. Pure.
 */
export function afterLook(
  policy: Policy,
  before: ClientRollout | undefined,
  hosts: readonly HostRecord[],
  at: string,
): ClientRollout {
  const begun = begin(policy, before, at);
  const rollout = { ...begun, failedHosts: failedHosts(policy, begun, hosts) };
  if (rollout.openedAt.length >= (policy.client.rings ?? []).length) return rollout;
  const hold = whyHeld(policy, rollout, countRings(policy, rollout, hosts), at);
  return hold === undefined ? { ...rollout, openedAt: [...rollout.openedAt, at] } : rollout;
}

/** Whoever failed once counts as failed until it proves the version: a new try is no success. */
function failedHosts({ partner }: Policy, rollout: ClientRollout, hosts: readonly HostRecord[]): string[] {
  return hosts
    .filter((record) => record.partner === partner && standOf(record, rollout) === 'failed')
    .map(({ host }) => host)
    .sort();
}

function begin({ client }: Policy, before: ClientRollout | undefined, at: string): ClientRollout {
  const target = releaseOf(client);
  const rings = client.rings ?? [];
  const everywhere = rings.map(() => at);
  const fresh = { target, startedAt: at, failedHosts: [] };
  // The first version of all: there is nothing to stay with, and a desktop without the client is no desktop.
  if (before === undefined)
    return { ...fresh, previous: null, openedAt: everywhere, told: rings.length, paused: null };
  if (before.target.version === target.version) return { ...before, target };
  const isComplete = before.openedAt.length >= rings.length;
  const previous = isComplete ? before.target : (before.previous ?? before.target);
  const { paused } = before;
  // The way back needs no rings: nothing is installed over what is newer.
  const isBack = isVersionAtLeast(previous.version, target.version);
  const opening = isBack ? { openedAt: everywhere, told: rings.length } : { openedAt: [], told: 0 };
  return { ...fresh, ...opening, previous, paused };
}

/** Why the next ring stays closed; undefined = it may open. Pure. */
export function whyHeld(
  { client: { rings = [] } }: Policy,
  { openedAt, paused, startedAt }: ClientRollout,
  counts: readonly RingCount[],
  at: string,
): RingHold | undefined {
  const next = rings[openedAt.length];
  if (next === undefined) return undefined;
  if (paused !== null) return { because: `paused since ${paused.at}: ${paused.reason}`, opensAt: null };
  const illness = rings.slice(0, openedAt.length).flatMap((ring, place) => illOf(ring, counts[place]) ?? []);
  if (illness[0] !== undefined) return { because: illness[0], opensAt: null };
  const opensMs = Date.parse(openedAt.at(-1) ?? startedAt) + durationMs(next.after);
  if (openedAt.length === 0 || Date.parse(at) >= opensMs) return whyUnproved(rings, openedAt.length, counts);
  const opensAt = new Date(opensMs).toISOString();
  return { because: `ring ${next.name} opens ${next.after ?? ''} after the one before`, opensAt };
}

function illOf({ name, stopAtFailedPercent = STOP_AT_FAILED_PERCENT }: ClientRing, count?: RingCount) {
  if (count === undefined || count.failed === 0) return undefined;
  const ended = count.proved + count.failed;
  const share = (count.failed / ended) * 100;
  return share > stopAtFailedPercent
    ? `${count.failed} of ${ended} installs failed in ring ${name}, more than ${stopAtFailedPercent} %`
    : undefined;
}

/** A ring in which nobody has the client yet says nothing about it; one that holds nobody says nothing at all. */
function whyUnproved(
  rings: readonly ClientRing[],
  open: number,
  counts: readonly RingCount[],
): RingHold | undefined {
  for (let place = open - 1; place >= 0; place -= 1) {
    const { proved = 0, pending = 0 } = counts[place] ?? {};
    if (proved > 0) return undefined;
    if (pending > 0)
      return { because: `no host of ring ${rings[place]?.name ?? ''} has proved it yet`, opensAt: null };
  }
  return undefined;
}
