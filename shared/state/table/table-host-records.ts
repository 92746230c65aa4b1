import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { hostRecordSchema, type HostRecord } from '../../domain/host-record';
import { subjectKey } from '../../domain/subject';
import type { HostRecords } from '../hosts';
import type { RowKey, RowShape } from './row-shape';
import { TableRows } from './table-rows';

const keyOf = (host: string): RowKey => ({
  partitionKey: subjectKey({ kind: 'host', id: host }),
  rowKey: 'row',
});

const shape: RowShape<HostRecord> = {
  table: 'Hosts',
  keyOf: (record) => keyOf(record.host),
  columns: ({ lease }) => ({ leasedTo: lease.kind === 'leased' ? lease.guest : null }),
  detail: (record) => record,
  schema: z.object({ detail: hostRecordSchema }).transform(({ detail }) => detail),
};

/** {@link HostRecords} in Azure Table Storage: a lease is found by the server, in one request for each 1,000 rows found. */
export function tableHostRecords(client: TableClient): HostRecords {
  const rows = new TableRows(client, shape);
  return {
    read: (host) => rows.read(keyOf(host)),
    insert: (record) => rows.insert(record),
    replace: (record, etag) => rows.replace(record, etag),
    leasedTo: (guest) => rows.list(odata`leasedTo eq ${guest}`),
    list: async () => (await rows.list()).map(({ value }) => value),
  };
}
