import type { HostId } from '../../shared/domain/ids';

/** Hosts that somebody here has just found leased, or leased: not worth a try for the moment. */
export interface TakenHosts {
  add(host: HostId): void;
  has(host: HostId): boolean;
}

/** As long as a list of hosts that everybody shares is taken for true. */
const KEEP_MS = 30_000;
const SWEEP_ABOVE = 1000;

/**
 * Of this process alone, and only a hint: in a burst not every guest has to find out again which hosts are gone. Who
 * finds nothing without it looks at the records.
 */
export function createTakenHosts(now: () => Date): TakenHosts {
  const untilMs = new Map<HostId, number>();
  let sweepAbove = SWEEP_ABOVE;
  const sweep = (): void => {
    const nowMs = now().getTime();
    for (const [host, until] of untilMs) if (until <= nowMs) untilMs.delete(host);
    sweepAbove = Math.max(SWEEP_ABOVE, 2 * untilMs.size);
  };
  return {
    add: (host) => {
      untilMs.set(host, now().getTime() + KEEP_MS);
      if (untilMs.size > sweepAbove) sweep();
    },
    has: (host) => (untilMs.get(host) ?? 0) > now().getTime(),
  };
}
