import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import type { IdempotencyKeys, IdempotentRequest } from '../idempotency';
import { anyJson, type RowShape } from './row-shape';
import { TableRows } from './table-rows';

const shape: RowShape<IdempotentRequest> = {
  table: 'IdempotencyKeys',
  keyOf: ({ caller, keyHash }) => ({ partitionKey: caller, rowKey: keyHash }),
  columns: ({ caller, keyHash, requestHash, takenAt }) => ({ caller, keyHash, requestHash, takenAt }),
  detail: ({ answer }) => answer,
  schema: z
    .object({
      caller: z.string(),
      keyHash: z.string(),
      requestHash: z.string(),
      takenAt: z.string(),
      detail: z
        .object({ status: z.int(), headers: z.record(z.string(), z.string()), body: anyJson })
        .nullable(),
    })
    .transform(({ detail, ...request }) => ({ ...request, answer: detail })),
};

/** {@link IdempotencyKeys} in Azure Table Storage. Purging reads the whole table: it holds a day. */
export function tableIdempotencyKeys(client: TableClient): IdempotencyKeys {
  const rows = new TableRows(client, shape);
  return {
    read: (caller, keyHash) => rows.read({ partitionKey: caller, rowKey: keyHash }),
    insert: (request) => rows.insert(request),
    replace: (request, etag) => rows.replace(request, etag),
    remove: (caller, keyHash, etag) => rows.remove({ partitionKey: caller, rowKey: keyHash }, etag),
    purgeBefore: (at, most) => rows.removePage(odata`takenAt lt ${at}`, most),
  };
}
