import { collection } from '../core/store';

/** A mail as the mailbox it went out of keeps it. */
export interface SentMail {
  id: string;
  /** Object id of the user whose mailbox sent it. */
  fromUserId: string;
  sentDateTime: string;
  subject: string;
  contentType: string;
  body: string;
  toRecipients: string[];
  /** Headers of the sender's own, by name in lower case. */
  headers: Record<string, string>;
}

export const sentMails = collection<SentMail>('sentMails');
