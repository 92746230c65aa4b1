import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { auditFactSchema, type AuditEntry, type AuditFact } from '../../domain/audit-entry';
import { chained } from '../../domain/chain';
import { RetryableError } from '../../domain/codes';
import type { Audit } from '../audit';
import { invertedSeq } from './inverted-seq';
import { anyJson, type RowShape } from './row-shape';
import { TableRows } from './table-rows';

/** Writers are the admin API and the timers of a few instances. */
const APPEND_ATTEMPTS = 32;
/** How far back a fact is looked for before it is taken for new. */
const LOOK_BACK = 20;
const PARTITION = 'audit';

const shape: RowShape<AuditEntry> = {
  table: 'Audit',
  keyOf: ({ seq }) => ({ partitionKey: PARTITION, rowKey: invertedSeq(seq) }),
  columns: ({ seq, at, action, target, plan, result, hash }) => ({
    seq,
    at,
    action,
    target,
    plan,
    result,
    hash,
  }),
  detail: (entry) => entry,
  schema: z
    .object({
      detail: auditFactSchema.extend({
        detail: anyJson,
        seq: z.int(),
        previousHash: z.string(),
        hash: z.string(),
      }),
    })
    .transform(({ detail }) => detail),
};

/** {@link Audit} in Azure Table Storage. An append costs two requests, a read one for each 1,000 entries. */
export function tableAudit(client: TableClient): Audit {
  const rows = new TableRows(client, shape);
  return {
    append: (fact) => append(rows, fact),
    read: (top, before) => newest(rows, top, before),
  };
}

async function append(rows: TableRows<AuditEntry>, fact: AuditFact): Promise<AuditEntry> {
  for (let attempt = 1; attempt <= APPEND_ATTEMPTS; attempt += 1) {
    const latest = await newest(rows, LOOK_BACK + attempt);
    const own = latest.find(({ opId }) => opId === fact.opId);
    if (own !== undefined) return own;
    const entry = chained(auditFactSchema.parse({ ...fact, detail: fact.detail ?? null }), latest[0]);
    if ((await rows.insert(entry)) === 'written') return entry;
  }
  throw new RetryableError(
    'unavailable',
    `The audit grew under each of ${APPEND_ATTEMPTS} appends of one fact; try again`,
    1,
  );
}

async function newest(rows: TableRows<AuditEntry>, top: number, before?: number): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  if (top <= 0) return entries;
  const partition = odata`PartitionKey eq ${PARTITION}`;
  const older = before === undefined ? '' : ` and ${odata`RowKey gt ${invertedSeq(before)}`}`;
  for await (const page of rows.pages(`${partition}${older}`, Math.min(top, 1000))) {
    entries.push(...page.map(({ value }) => value));
    if (entries.length >= top) break;
  }
  return entries.slice(0, top);
}
