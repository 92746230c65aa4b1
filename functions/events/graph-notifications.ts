import type { HttpHandler } from '@azure/functions';
import type { HintBus } from '../../shared/clients/hint-bus';
import { notificationHints } from './notification-hints';
import { receiveDelivery, type DeliveryDeps } from './receive-delivery';

interface Deps extends DeliveryDeps {
  hints: HintBus;
  now: () => Date;
}

/**
 * The change-notification webhook: puts one batch of hints on the bus and answers 202, or 503 where the bus did
 * not take them, so that Graph delivers again. Makes no Graph call; trusts nothing of a delivery but the ids.
 */
export const graphNotifications =
  (deps: Deps): HttpHandler =>
  async (request, context) => {
    const at = deps.now().toISOString();
    const delivery = await receiveDelivery(request, context, deps);
    if ('answer' in delivery) return delivery.answer;
    const hints = notificationHints(delivery.items, { by: 'webhook', at });
    if (hints.length === 0) return { status: 202 };
    try {
      await deps.hints.send(hints);
    } catch (error) {
      context.error(`The bus did not take ${hints.length} hint(s); Graph will deliver again`, error);
      return { status: 503, headers: { 'retry-after': '10' } };
    }
    return { status: 202 };
  };
