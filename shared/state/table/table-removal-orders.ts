import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { removalOrderSchema, type RemovalOrder } from '../../domain/removal-order';
import type { RemovalOrders } from '../removal-orders';
import type { RowKey, RowShape } from './row-shape';
import { TableRows } from './table-rows';

const keyOf = (guest: string, action: string): RowKey => ({ partitionKey: guest, rowKey: action });

const shape: RowShape<RemovalOrder> = {
  table: 'Orders',
  keyOf: ({ guest, action }) => keyOf(guest, action),
  columns: ({ partner, state, plan, askedAt }) => ({ partner, state, plan, askedAt }),
  detail: (order) => order,
  schema: z.object({ detail: removalOrderSchema }).transform(({ detail }) => detail),
};

/** {@link RemovalOrders} in Azure Table Storage. */
export function tableRemovalOrders(client: TableClient): RemovalOrders {
  const rows = new TableRows(client, shape);
  return {
    read: (guest, action) => rows.read(keyOf(guest, action)),
    list: (guest) => rows.list(odata`PartitionKey eq ${guest}`),
    insert: (order) => rows.insert(order),
    replace: (order, etag) => rows.replace(order, etag),
    forget: async (guest) => {
      await rows.removeAll(odata`PartitionKey eq ${guest}`);
    },
  };
}
