import type { GuestId } from '../domain/ids';

/** That a guest was invited through Gatehouse, by whom and for whom: what `admitWhen: invited-by-gatehouse` asks. */
export interface InvitedGuest {
  guest: GuestId;
  /** Object id of the operator who sent the invitation. */
  invitedBy: string;
  /** Object id of the user who vouches for the guest; null = nobody does. */
  sponsor: string | null;
  /** ISO 8601. */
  at: string;
  /** Language of the invitation, for example `nl-NL`; null = not told, or invited by an earlier release. */
  language: string | null;
}

/**
 * The marks of guests invited through Gatehouse. A mark is not taken back: an invitation that was sent stays sent, and who
 * no longer wants the guest in changes the policy or the directory. It is forgotten with the guest.
 */
export interface InvitedGuests {
  has(guest: GuestId): Promise<boolean>;
  /** undefined = not invited through Gatehouse. */
  read(guest: GuestId): Promise<InvitedGuest | undefined>;
  /** Keeps the mark. Safe to repeat: the first one stays, so that a resent invitation does not change who answers for the guest. */
  record(invited: InvitedGuest): Promise<void>;
  /** Forgets the mark, when the guest is erased. Safe to repeat. */
  forget(guest: GuestId): Promise<void>;
}
