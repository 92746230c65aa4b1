import { z } from 'zod';
import { guestId } from '../../domain/ids';
import type { Letter, Notices } from '../notices';
import type { GraphConnection } from './connect-graph';
import { readBody, requireSuccess } from './graph-answer';
import { isDirectoryAbsence } from './graph-failures';
import { userCall } from './user-call';

const addresses = z.object({ mail: z.string().nullish(), otherMails: z.array(z.string()).nullish() });

/**
 * {@link Notices} by mail out of one mailbox, over Microsoft Graph v1.0 (user: sendMail, read November 2026: answers 202,
 * which says "accepted", not "delivered"). Permission: Mail.Send, in Exchange and for this mailbox alone. 10,000 requests
 * in 10 minutes and four at once for an app and a mailbox (Microsoft Graph throttling limits, Outlook service).
 */
export function graphMailNotices(graph: GraphConnection, mailbox: string): Notices {
  return {
    send: async (letter) => {
      const address = letter.to === null ? undefined : await readAddress(graph, letter.to);
      if (address === undefined) return 'no-address';
      const answer = await graph.ask({
        method: 'POST',
        pathTemplate: '/users/{mailbox}/sendMail',
        ids: { mailbox },
        body: bodyOf(letter, address),
      });
      requireSuccess(answer);
      return 'sent';
    },
  };
}

/** INFERRED order, as for the domain: `mail`, else the first other one. The user principal name is no address. */
async function readAddress(graph: GraphConnection, user: string): Promise<string | undefined> {
  const answer = await graph.ask(userCall(guestId(user), 'mail,otherMails'));
  if (isDirectoryAbsence(answer)) return undefined;
  const { mail, otherMails } = readBody(answer, addresses);
  return mail ?? otherMails?.[0];
}

/** As text, so that no name can bring markup. Headers of one's own begin with `x-` (internetMessageHeader resource). */
const bodyOf = ({ key, subject, text }: Letter, address: string): object => ({
  message: {
    subject,
    body: { contentType: 'Text', content: text },
    toRecipients: [{ emailAddress: { address } }],
    internetMessageHeaders: [{ name: 'x-gatehouse-notice', value: key }],
  },
  saveToSentItems: true,
});
