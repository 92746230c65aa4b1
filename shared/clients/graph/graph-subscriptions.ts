import { z } from 'zod';
import type { Subscription, Subscriptions } from '../subscriptions';
import type { GraphConnection } from './connect-graph';
import { readBody, requireSuccess } from './graph-answer';
import { graphPages } from './graph-pages';

const subscription = z.object({
  id: z.string(),
  resource: z.string(),
  notificationUrl: z.string(),
  expirationDateTime: z.string().refine((text) => !Number.isNaN(Date.parse(text))),
});

/**
 * {@link Subscriptions} over Microsoft Graph v1.0. A subscription on users needs User.Read.All, one on groups
 * Group.Read.All. Listing and renewing are safe to repeat; a repeated `create` gives TerminalError('ambiguous')
 * (Change notifications delivery, April 2026: 409 for the same change type and resource), so list first.
 */
export function graphSubscriptions(graph: GraphConnection): Subscriptions {
  return {
    list: async () => {
      const found = await graphPages(graph, { method: 'GET', pathTemplate: '/subscriptions' }, subscription);
      return found.map(subscriptionOf);
    },
    create: async ({ expiresAt, ...request }) => {
      const body = { ...request, expirationDateTime: expiresAt };
      const answer = await graph.ask({ method: 'POST', pathTemplate: '/subscriptions', body });
      return subscriptionOf(readBody(answer, subscription));
    },
    // PATCH renews and reauthorises in one; mixing it with /reauthorize within ten minutes is what the page warns of.
    renew: async (id, expiresAt) => {
      const answer = await graph.ask({
        method: 'PATCH',
        pathTemplate: '/subscriptions/{subscription}',
        ids: { subscription: id },
        body: { expirationDateTime: expiresAt },
      });
      requireSuccess(answer);
    },
  };
}

function subscriptionOf(found: z.output<typeof subscription>): Subscription {
  const { id, resource, notificationUrl, expirationDateTime } = found;
  return { id, resource, notificationUrl, expiresAt: new Date(expirationDateTime).toISOString() };
}
