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
/** Users: who came, accepted, changed or went. Groups: who joined or left one that a policy names. */
const RESOURCES = ['users', 'groups'] as const;

/**
 * Keeps the subscriptions alive: found by resource and URL, renewed every half hour, created where there is
 * none. Safe to repeat. Throws what the adapter throws; the next tick tries again.
 */
export const renewSubscriptions =
  (deps: Deps) =>
  async (context: InvocationContext): Promise<void> => {
    const existing = await deps.subscriptions.list();
    for (const resource of RESOURCES) await ensureSubscription(deps, resource, existing, context);
  };

async function ensureSubscription(
  { subscriptions, publicUrl, clientState, now }: Deps,
  resource: string,
  existing: readonly Subscription[],
  context: InvocationContext,
): Promise<void> {
  const notificationUrl = `${publicUrl}/api/graph/notifications`;
  const ours = existing.find((one) => isOn(one, resource, notificationUrl));
  const expiresAt = new Date(now().getTime() + LIFE_MS).toISOString();
  if (ours !== undefined) {
    const renewedMsAgo = LIFE_MS - (Date.parse(ours.expiresAt) - now().getTime());
    if (renewedMsAgo >= RENEW_AFTER_MS) await subscriptions.renew(ours.id, expiresAt);
    return;
  }
  const created = await subscriptions.create({
    resource,
    changeType: 'updated,deleted',
    notificationUrl,
    lifecycleNotificationUrl: `${publicUrl}/api/graph/lifecycle`,
    clientState,
    expiresAt,
  });
  context.info(`Subscribed to ${resource} as ${created.id} until ${created.expiresAt}`);
}

function isOn(subscription: Subscription, resource: string, notificationUrl: string): boolean {
  const about = subscription.resource.toLowerCase().replace(/^\//, '');
  return about === resource && subscription.notificationUrl === notificationUrl;
}
