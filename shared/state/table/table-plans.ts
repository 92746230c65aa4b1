import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { planRecordSchema, type PlanRecord } from '../../domain/plan-record';
import { subjectKey } from '../../domain/subject';
import type { Plans } from '../plans';
import type { RowKey, RowShape } from './row-shape';
import { tableError } from './table-error';
import { TableRows } from './table-rows';

const RECORD = 'row';
/** Entities of one partition in one transaction (Scalability targets for Table storage). */
const BATCH = 100;
const keyOf = (id: string): RowKey => ({ partitionKey: id, rowKey: RECORD });

const shape: RowShape<PlanRecord> = {
  table: 'Plans',
  keyOf: ({ id }) => keyOf(id),
  columns: ({ kind, partner, state, hash }) => ({ kind, partner, state, hash }),
  detail: (record) => record,
  schema: z.object({ detail: planRecordSchema }).transform(({ detail }) => detail),
};

const named: RowShape<RowKey> = {
  table: 'Plans',
  keyOf: (key) => key,
  columns: () => ({}),
  detail: () => null,
  schema: z.object({ partitionKey: z.string(), rowKey: z.string() }),
};

/** {@link Plans} in Azure Table Storage: the record and whom it names share a partition; 100 names to a request. */
export function tablePlans(client: TableClient): Plans {
  const rows = new TableRows(client, shape);
  const names = new TableRows(client, named);
  return {
    read: (id) => rows.read(keyOf(id)),
    insert: (record) => rows.insert(record),
    replace: (record, etag) => rows.replace(record, etag),
    addSubjects: async (id, subjects) => {
      for (let start = 0; start < subjects.length; start += BATCH) {
        const keys = subjects.slice(start, start + BATCH).map((subject) => subjectKey(subject));
        await upsertNames(client, id, [...new Set(keys)]);
      }
    },
    names: async (id, subject) =>
      (await names.read({ partitionKey: id, rowKey: subjectKey(subject) })) !== undefined,
    forgetSubject: async (subject) => {
      await names.removeAll(odata`RowKey eq ${subjectKey(subject)}`);
    },
    remove: async (id) => {
      await names.removeAll(odata`PartitionKey eq ${id} and RowKey ne ${RECORD}`);
      await rows.removeAll(odata`PartitionKey eq ${id} and RowKey eq ${RECORD}`);
    },
    list: async () => (await rows.list(odata`RowKey eq ${RECORD}`)).map(({ value }) => value),
  };
}

async function upsertNames(client: TableClient, id: string, keys: readonly string[]): Promise<void> {
  const row = (rowKey: string) => ({ partitionKey: id, rowKey, v: 1, detail: 'null' });
  try {
    await client.submitTransaction(keys.map((key) => ['upsert', row(key), 'Replace']));
  } catch (error) {
    throw tableError(error, `Table storage did not keep ${keys.length} name(s) of plan ${id}`);
  }
}
