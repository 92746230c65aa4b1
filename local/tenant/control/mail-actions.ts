import { z } from 'zod';
import { sentMails } from '../mail/sent-mail';
import { controlAction } from './control-action';

/** What went out of the mailboxes of the tenant. */
export const mailActions = {
  listMails: controlAction(
    'Lists the mails that were sent through Graph, oldest first',
    z.strictObject({ to: z.string().optional().describe('a mail address: only what went there') }),
    ({ tenant }, { to }) =>
      tenant.store
        .in(sentMails)
        .all()
        .filter(({ toRecipients }) => to === undefined || toRecipients.includes(to)),
  ),
};
