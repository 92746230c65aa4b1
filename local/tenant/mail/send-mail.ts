import { z } from 'zod';
import { accepted, bodyOf, param } from '../core/api-call';
import { ApiError } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { userByKey } from '../directory/user-lookup';
import { sentMails } from './sent-mail';

const recipient = z.strictObject({
  emailAddress: z.strictObject({ address: z.string(), name: z.string().optional() }),
});
/** Properties of a message that are kept here; others are refused, since the simulation would forget them. */
const body = z.strictObject({
  message: z.strictObject({
    subject: z.string(),
    body: z.strictObject({ contentType: z.enum(['Text', 'HTML']), content: z.string() }),
    toRecipients: z.array(recipient).min(1),
    internetMessageHeaders: z.array(z.strictObject({ name: z.string(), value: z.string() })).default([]),
  }),
  saveToSentItems: z.boolean().default(true),
});

/** `POST /users/{id}/sendMail` (Graph v1.0, user: sendMail): 202, which says that it was accepted. */
export function registerSendMail(graph: GraphRoutes): void {
  graph.post(
    '/users/{id}/sendMail',
    { permissions: ['Mail.Send'], limit: 'mailbox', countsAsWrite: false, note: 'kept; listed by `listMails`' },
    (call) => {
      keep(call, bodyOf(call, body, 'ErrorInvalidRequest'));
      return accepted();
    },
  );
}

function keep(call: GraphCall, { message }: z.output<typeof body>): void {
  const { tenant } = call;
  const mailbox = userByKey(tenant, param(call, 'id'));
  // Guests have no mailbox here (Exchange Online; the code is the one its REST API gives for such users).
  if (mailbox.userType === 'Guest' || mailbox.mail === null)
    throw new ApiError(404, 'MailboxNotEnabledForRESTAPI', 'The mailbox is either inactive or not there.');
  const to = message.toRecipients.map(({ emailAddress }) => emailAddress.address);
  if (!to.every((address) => z.email().safeParse(address).success))
    throw new ApiError(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.');
  const own = message.internetMessageHeaders;
  if (own.some(({ name }) => !/^x-/i.test(name)))
    throw new ApiError(400, 'InvalidInternetMessageHeader', 'A header of your own begins with x-.');
  tenant.store.in(sentMails).put({
    id: tenant.ids.next('mail'),
    mailbox: mailbox.id,
    sentDateTime: tenant.clock.iso(),
    subject: message.subject,
    ...message.body,
    to,
    headers: Object.fromEntries(own.map(({ name, value }) => [name.toLowerCase(), value])),
  });
}
