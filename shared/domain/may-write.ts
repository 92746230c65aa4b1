import type { GuestId } from './ids';
import type { PartnerPolicy } from './partner-policy';

/** Why nothing may be written for a guest now. */
export type WriteBan = 'policy-gone' | 'observe' | 'not-in-pilot';

/** The one decision every write asks first. undefined = go ahead. */
export function writeBan(policy: PartnerPolicy | undefined, guest: GuestId | null): WriteBan | undefined {
  if (policy === undefined) return 'policy-gone';
  switch (policy.mode.kind) {
    case 'enforce':
      return undefined;
    case 'observe':
      return 'observe';
    case 'pilot':
      return guest !== null && policy.mode.guests.includes(guest) ? undefined : 'not-in-pilot';
  }
}
