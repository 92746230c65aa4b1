import { z } from 'zod';
import { RetryableError } from '../../domain/codes';
import type { Subscription, Subscriptions } from '../subscriptions';
import type { GraphConnection } from './connect-graph';
import { readBody, requireSuccess, type GraphAnswer } from './graph-answer';
import { graphPages } from './graph-pages';

const TEN_MINUTES_SECONDS = 600;

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
      if (answer.status === 409) throw renewedJustNow(answer);
      requireSuccess(answer);
    },
    remove: async (id) => {
      const answer = await graph.ask({
        method: 'DELETE',
        pathTemplate: '/subscriptions/{subscription}',
        ids: { subscription: id },
      });
      if (answer.status !== 404) requireSuccess(answer);
    },
  };
}

/**
 * UNVERIFIED: a second renewal within ten minutes "may become inconsistent" (Lifecycle notifications, March 2026);
 * a conflict is taken for that, and there is no hurry.
 */
function renewedJustNow(answer: GraphAnswer): RetryableError {
  return new RetryableError(
    'unavailable',
    `${answer.asked} came too soon after another renewal: it is asked again by itself`,
    TEN_MINUTES_SECONDS,
  );
}

function subscriptionOf(found: z.output<typeof subscription>): Subscription {
  const { id, resource, notificationUrl, expirationDateTime } = found;
  return { id, resource, notificationUrl, expiresAt: new Date(expirationDateTime).toISOString() };
}
