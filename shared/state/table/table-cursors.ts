import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import type { Cursor, Cursors } from '../cursors';
import { anyJson, type RowKey, type RowShape } from './row-shape';
import { TableRows } from './table-rows';

/** One partition: they are few, and the status shows all. */
const keyOf = (name: string): RowKey => ({ partitionKey: 'cursor', rowKey: name });

const shape: RowShape<Cursor> = {
  table: 'Cursors',
  keyOf: ({ name }) => keyOf(name),
  columns: ({ name, savedAt }) => ({ name, savedAt }),
  detail: ({ detail }) => detail,
  schema: z.object({ name: z.string(), savedAt: z.string(), detail: anyJson }),
};

/** {@link Cursors} in Azure Table Storage. */
export function tableCursors(client: TableClient): Cursors {
  const rows = new TableRows(client, shape);
  return {
    read: (name) => rows.read(keyOf(name)),
    save: (cursor, etag) => (etag === undefined ? rows.insert(cursor) : rows.replace(cursor, etag)),
    remove: (name, etag) => rows.remove(keyOf(name), etag),
    list: async () => (await rows.list()).map(({ value }) => value),
  };
}
