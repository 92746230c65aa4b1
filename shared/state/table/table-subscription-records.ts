import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { subscriptionRecordSchema, type SubscriptionRecord } from '../../domain/subscription-record';
import type { SubscriptionRecords } from '../subscription-records';
import type { RowKey, RowShape } from './row-shape';
import { TableRows } from './table-rows';

/** One partition: a webhook reads all of them in one request. */
const keyOf = (key: string): RowKey => ({ partitionKey: 'subscription', rowKey: key });

const shape: RowShape<SubscriptionRecord> = {
  table: 'Subscriptions',
  keyOf: ({ key }) => keyOf(key),
  columns: ({ resource, id, expiresAt }) => ({ resource, subscription: id, expiresAt }),
  detail: (record) => record,
  schema: z.object({ detail: subscriptionRecordSchema }).transform(({ detail }) => detail),
};

/** {@link SubscriptionRecords} in Azure Table Storage. */
export function tableSubscriptionRecords(client: TableClient): SubscriptionRecords {
  const rows = new TableRows(client, shape);
  return {
    list: () => rows.list(),
    insert: (record) => rows.insert(record),
    replace: (record, etag) => rows.replace(record, etag),
    remove: (key, etag) => rows.remove(keyOf(key), etag),
  };
}
