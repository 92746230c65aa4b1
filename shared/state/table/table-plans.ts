import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { planRecordSchema, type PlanRecord } from '../../domain/plan-record';
import type { Plans } from '../plans';
import type { RowKey, RowShape } from './row-shape';
import { TableRows } from './table-rows';

const keyOf = (id: string): RowKey => ({ partitionKey: id, rowKey: 'row' });

const shape: RowShape<PlanRecord> = {
  table: 'Plans',
  keyOf: ({ id }) => keyOf(id),
  columns: ({ kind, partner, state, hash }) => ({ kind, partner, state, hash }),
  detail: (record) => record,
  schema: z.object({ detail: planRecordSchema }).transform(({ detail }) => detail),
};

/** {@link Plans} in Azure Table Storage. */
export function tablePlans(client: TableClient): Plans {
  const rows = new TableRows(client, shape);
  return {
    read: (id) => rows.read(keyOf(id)),
    insert: (record) => rows.insert(record),
    replace: (record, etag) => rows.replace(record, etag),
    list: async () => (await rows.list()).map(({ value }) => value),
  };
}
