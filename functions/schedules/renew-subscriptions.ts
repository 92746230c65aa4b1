import type { InvocationContext } from '@azure/functions';
import type { Subscription, Subscriptions } from '../../shared/clients/subscriptions';

interface Deps {
  subscriptions: Subscriptions;
  publicUrl: string;
  clientState: string;
  now: () => Date;
}

/** Users: less than 41,760 minutes (Change notifications overview, March 2025). */
const LIFE_MS = 28 * 24 * 3_600_000;
/** A PATCH renews and reauthorises in one; the subscription's token lives about an hour, and PATCHes keep 10 minutes apart. */
const RENEW_AFTER_MS = 30 * 60_000;
const RESOURCE = 'users';

/**
 * Keeps one subscription on users alive: found by its URL, renewed every half hour, created where there is none.
 * Safe to repeat. Throws what the adapter throws; the next tick tries again.
 */
export const renewSubscriptions =
  ({ subscriptions, publicUrl, clientState, now }: Deps) =>
  async (context: InvocationContext): Promise<void> => {
    const notificationUrl = `${publicUrl}/api/graph/notifications`;
    const ours = (await subscriptions.list()).find((one) => isOn(one, notificationUrl));
    const expiresAt = new Date(now().getTime() + LIFE_MS).toISOString();
    if (ours === undefined) {
      const created = await subscriptions.create({
        resource: RESOURCE,
        changeType: 'updated,deleted',
        notificationUrl,
        lifecycleNotificationUrl: `${publicUrl}/api/graph/lifecycle`,
        clientState,
        expiresAt,
      });
      context.info(`Subscribed to ${RESOURCE} as ${created.id} until ${created.expiresAt}`);
      return;
    }
    const renewedMsAgo = LIFE_MS - (Date.parse(ours.expiresAt) - now().getTime());
    if (renewedMsAgo >= RENEW_AFTER_MS) await subscriptions.renew(ours.id, expiresAt);
  };

function isOn(subscription: Subscription, notificationUrl: string): boolean {
  const resource = subscription.resource.toLowerCase().replace(/^\//, '');
  return resource === RESOURCE && subscription.notificationUrl === notificationUrl;
}
