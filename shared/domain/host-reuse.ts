import type { HostRecord } from './host-record';
import type { PartnerPolicy } from './partner-policy';

/** Whose guest looks for a host, and what the partner's policy says of hosts that were somebody's. */
export type HostSeeker = Pick<PartnerPolicy, 'partner' | 'hostReuse'>;

/**
 * Whether a host of this lease may be leased to a guest of the seeker; the policy of who seeks decides. A host that
 * was somebody's and declared clean is for who takes re-imaged ones; a dirty one keeps the last user's files, and is
 * only for guests of the same partner. Pure.
 */
export function mayLease(lease: HostRecord['lease'], { partner, hostReuse }: HostSeeker): boolean {
  switch (lease.kind) {
    case 'leased':
      return false;
    case 'clean':
      return lease.cleanedAt === undefined || hostReuse !== 'never';
    case 'dirty':
      return hostReuse === 'same-partner' && lease.lastPartner === partner;
  }
}
