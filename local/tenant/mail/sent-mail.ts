import { collection } from '../core/store';

/** A mail as the mailbox it went out of keeps it. */
export interface SentMail {
  id: string;
  /** Object id of the user whose mailbox sent it. */
  mailbox: string;
  sentDateTime: string;
  subject: string;
  contentType: 'Text' | 'HTML';
  content: string;
  to: string[];
  /** Headers of the sender's own, by name. */
  headers: Record<string, string>;
}

export const sentMails = collection<SentMail>('sentMails');
