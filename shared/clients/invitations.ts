import type { GuestId } from '../domain/ids';

/** An invitation to send. */
export interface Invitation {
  /** Where it goes. Not logged, stored, nor part of an error. */
  mail: string;
  displayName: string | null;
  /** Object id of the user who answers for the guest. */
  sponsor: string;
  /** Where the guest lands after accepting. */
  redirectUrl: string;
  /** Whether the directory sends its mail; otherwise nobody tells the guest. */
  isMailed: boolean;
  /** Language of the mail, for example `nl-NL`. */
  language: string;
  /** Words of the inviter's own in the mail; null = none. */
  message: string | null;
}

/** Sends invitations to external users. */
export interface Invitations {
  /**
   * Invites, and gives the guest's object id and whether somebody has accepted before. Safe to repeat, but each
   * time mails again; an address that was invited before keeps its object. The link that redeems the invitation is
   * a key to it: it is dropped where it is read. Throws RetryableError or TerminalError.
   */
  invite(invitation: Invitation): Promise<{ guest: GuestId; isAccepted: boolean }>;
}
