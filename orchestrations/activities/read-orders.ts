import { guestId } from '../../shared/domain/ids';
import { done } from '../../shared/domain/outcome';
import type { RemovalOrders } from '../../shared/state/removal-orders';
import type { Act } from './activity';

/** The orders that wait for this guest. Changes nothing. */
export const readOrders =
  (orders: RemovalOrders): Act<'readOrders'> =>
  async ({ life }) => {
    const all = await orders.list(guestId(life.subject.id));
    return done({
      actions: all.filter(({ value }) => value.state === 'asked').map(({ value }) => value.action),
    });
  };
