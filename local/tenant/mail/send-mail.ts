import { z } from 'zod';
import { accepted, bodyOf, param } from '../core/api-call';
import { ApiError, badRequest } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { userByKey } from '../directory/user-lookup';
import { sentMails } from './sent-mail';

const recipient = z.looseObject({ emailAddress: z.looseObject({ address: z.email() }) });
const header = z.strictObject({ name: z.string(), value: z.string() });
const mail = z.looseObject({
  message: z.looseObject({
    subject: z.string().default(''),
    body: z.looseObject({ contentType: z.string(), content: z.string() }),
    toRecipients: z.array(recipient).min(1),
    internetMessageHeaders: z.array(header).default([]),
  }),
  saveToSentItems: z.boolean().optional(),
});

/**
 * `POST /users/{id}/sendMail` (Graph v1.0, user: sendMail): 202, which says that it was accepted, not that it arrived.
 * Its limits are those of the Outlook service (Microsoft Graph throttling limits), not of the directory.
 */
export function registerSendMail(graph: GraphRoutes): void {
  graph.post(
    '/users/{id}/sendMail',
    { permissions: ['Mail.Send'], limit: 'mailbox', countsAsWrite: false },
    (call) => {
      keep(call, bodyOf(call, mail));
      return accepted();
    },
  );
}

function keep(call: GraphCall, { message }: z.output<typeof mail>): void {
  const { tenant } = call;
  const user = userByKey(tenant, param(call, 'id'));
  // INFERRED: a guest has no mailbox here; the code is the one that Graph gives for a user without one.
  if (user.userType === 'Guest')
    throw new ApiError(404, 'MailboxNotEnabledForRESTAPI', 'The mailbox is either inactive or not there.');
  const own = message.internetMessageHeaders;
  if (own.some(({ name }) => !/^x-/i.test(name)))
    throw badRequest('A header of your own must begin with x-.', 'InvalidInternetMessageHeader');
  tenant.store.in(sentMails).put({
    id: tenant.ids.next('mail'),
    fromUserId: user.id,
    sentDateTime: tenant.clock.iso(),
    subject: message.subject,
    contentType: message.body.contentType,
    body: message.body.content,
    toRecipients: message.toRecipients.map(({ emailAddress }) => emailAddress.address),
    headers: Object.fromEntries(own.map(({ name, value }) => [name.toLowerCase(), value])),
  });
}
