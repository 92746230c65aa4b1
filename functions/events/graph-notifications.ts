import { randomUUID } from 'node:crypto';
import type { HttpHandler } from '@azure/functions';
import type { HintBus } from '../../shared/clients/hint-bus';
import { hintFor, type Hint } from '../../shared/domain/hint';
import { isGuid } from '../../shared/domain/ids';
import type { Notification } from './notification-collection';
import { receiveDelivery, type DeliveryDeps } from './receive-delivery';

interface Deps extends DeliveryDeps {
  hints: HintBus;
}

/**
 * The change-notification webhook: puts one batch of hints on the bus and answers 202, or 503 where the bus did
 * not take them, so that Graph delivers again. Makes no Graph call; trusts nothing of a delivery but the ids.
 */
export const graphNotifications =
  (deps: Deps): HttpHandler =>
  async (request, context) => {
    const delivery = await receiveDelivery(request, context, deps);
    if ('answer' in delivery) return delivery.answer;
    const hints = distinct(delivery.items.flatMap(hintsOf));
    if (hints.length === 0) return { status: 202 };
    try {
      await deps.hints.send(hints);
    } catch (error) {
      context.error(`The bus did not take ${hints.length} hint(s); Graph will deliver again`, error);
      return { status: 503, headers: { 'retry-after': '10' } };
    }
    return { status: 202 };
  };

/** A user's change is a hint about the user; a group's, about each member that joined or left. */
function hintsOf(item: Notification): Hint[] {
  const [collection, id] = item.resource?.toLowerCase().split('/') ?? [];
  if (id === undefined || !isGuid(id)) return [];
  if (collection === 'users') return [guestHint(id)];
  if (collection !== 'groups') return [];
  const members = item.resourceData?.['members@delta'] ?? [];
  return members
    .filter((member) => isGuid(member.id))
    .map((member) => ({ ...guestHint(member.id), viaGroup: id }));
}

const guestHint = (id: string): Hint => hintFor({ kind: 'guest', id: id.toLowerCase() }, randomUUID());

/** Several items about one user in one delivery say no more than one. */
function distinct(hints: readonly Hint[]): Hint[] {
  return [...new Map(hints.map((hint) => [`${hint.id} ${hint.viaGroup ?? ''}`, hint])).values()];
}
