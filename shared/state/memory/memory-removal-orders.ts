import type { RemovalOrder } from '../../domain/removal-order';
import type { RemovalOrders } from '../removal-orders';
import { MemoryRows } from './memory-rows';

/** {@link RemovalOrders} in memory, for tests: forgets all when it is dropped. */
export function memoryRemovalOrders(): RemovalOrders {
  const rows = new MemoryRows<RemovalOrder>('Orders');
  const keyOf = (guest: string, action: string) => `${guest}/${action}`;
  return {
    read: (guest, action) => rows.read(keyOf(guest, action)),
    list: (guest) => rows.list(`${guest}/`),
    insert: (order) => rows.insert(keyOf(order.guest, order.action), order),
    replace: (order, etag) => rows.replace(keyOf(order.guest, order.action), order, etag),
    forget: async (guest) => {
      await rows.removeWhere((order) => order.guest === guest);
    },
  };
}
