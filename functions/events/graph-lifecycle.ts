import type { HttpHandler } from '@azure/functions';
import { receiveDelivery, type DeliveryDeps } from './receive-delivery';

/**
 * The lifecycle webhook. `reauthorizationRequired` needs no answer of its own: the subscriptions are renewed,
 * and so reauthorised, every half hour (schedules/renew-subscriptions). Makes no Graph call.
 */
export const graphLifecycle =
  (deps: DeliveryDeps): HttpHandler =>
  async (request, context) => {
    const delivery = await receiveDelivery(request, context, deps);
    if ('answer' in delivery) return delivery.answer;
    for (const { lifecycleEvent, subscriptionId } of delivery.items) {
      context.info(`Subscription ${subscriptionId} reports ${lifecycleEvent ?? 'nothing'}`);
    }
    return { status: 202 };
  };
