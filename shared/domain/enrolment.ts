import type { GuestRecord } from './guest-record';
import type { Enrolment } from './may-write';

/** What a guest's record says of its enrolment; `isInvitedByUs`: it bears the mark of our invitation. Pure. */
export function enrolmentOf({ existedBefore, grants }: GuestRecord, isInvitedByUs: boolean): Enrolment {
  const hasOurs = grants.some(({ kind, owner }) => kind !== 'blocked-group' && owner !== 'adopted');
  return { existedBefore, isOurs: isInvitedByUs || hasOurs };
}
