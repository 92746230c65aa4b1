import type { HostRecord } from './host-record';
import { mayLease, type HostSeeker } from './host-reuse';
import { sha256, type GuestId } from './ids';

/** What decides whether a session host is free; a subset of what the service says. */
export interface HostCandidate {
  id: string;
  name: string;
  status: string;
  allowNewSession: boolean;
  assignedUser: string | null;
  vmResourceId: string | null;
  vmId: string | null;
  failedHealthChecks: string[];
}

/**
 * The hosts a newcomer may have, best first: healthy, nobody's, and either never leased or free for the seeker again.
 * The order starts at a place the guest's id decides, so that a burst of guests does not fight for one host.
 */
export function freeHosts<C extends HostCandidate>(
  candidates: readonly C[],
  records: readonly HostRecord[],
  guest: GuestId,
  seeker: HostSeeker,
): C[] {
  const taken = new Set(
    records.filter(({ lease }) => !mayLease(lease, seeker)).map(({ host }) => host as string),
  );
  const free = candidates
    .filter(
      ({ status, allowNewSession, assignedUser }) =>
        status === 'Available' && allowNewSession && assignedUser === null,
    )
    .filter(
      ({ vmId, vmResourceId }) => vmId !== null && vmResourceId !== null && !taken.has(vmId.toLowerCase()),
    )
    .filter(({ failedHealthChecks }) => failedHealthChecks.length === 0)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const start = free.length === 0 ? 0 : parseInt(sha256(guest).slice(0, 8), 16) % free.length;
  return [...free.slice(start), ...free.slice(0, start)];
}

/** Why guests cannot use this pool; undefined = they can (facts: AVD identities, single sign-on, 2026). */
export function hostPoolFlaw(pool: { hostPoolType: string; customRdpProperty: string }): string | undefined {
  if (pool.hostPoolType !== 'Personal') {
    return `the host pool is ${pool.hostPoolType}; the Global Secure Access client supports single-session hosts only`;
  }
  const hasSingleSignOn = pool.customRdpProperty.toLowerCase().split(';').includes('enablerdsaadauth:i:1');
  return hasSingleSignOn
    ? undefined
    : 'the host pool lacks enablerdsaadauth:i:1, without which a guest cannot sign in';
}
