import type { HttpHandler } from '@azure/functions';
import type { SubscriptionRecords } from '../../shared/state/subscription-records';
import { markAsked } from './mark-asked';
import { receiveDelivery, type DeliveryDeps } from './receive-delivery';

interface Deps extends DeliveryDeps {
  subscriptionRecords: SubscriptionRecords;
  now: () => Date;
}

/**
 * The lifecycle webhook: marks the subscription, and the next minute's tick answers with one PATCH, which renews
 * and reauthorises (Lifecycle notifications, March 2026). Users and groups get `reauthorizationRequired` only;
 * `missed` and `subscriptionRemoved` are answered the same way, and the sweep finds what was lost. Makes no Graph
 * call; 503 where the mark could not be written.
 */
export const graphLifecycle =
  (deps: Deps): HttpHandler =>
  async (request, context) => {
    const delivery = await receiveDelivery(request, context, deps);
    if ('answer' in delivery) return delivery.answer;
    const asked = new Set<string>();
    for (const { lifecycleEvent, subscriptionId } of delivery.items) {
      context.info(`Subscription ${subscriptionId} reports ${lifecycleEvent?.slice(0, 64) ?? 'nothing'}`);
      if (lifecycleEvent !== undefined) asked.add(subscriptionId);
    }
    try {
      await markAsked(deps, asked);
    } catch (error) {
      context.error('A lifecycle notice could not be noted; Graph will deliver again', error);
      return { status: 503, headers: { 'retry-after': '10' } };
    }
    return { status: 202 };
  };
