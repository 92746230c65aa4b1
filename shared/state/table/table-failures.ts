import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import type { Failure } from '../../domain/failure';
import { sha256 } from '../../domain/ids';
import { SUBJECT_KINDS } from '../../domain/subject';
import type { Failures } from '../failures';
import { anyJson, type RowShape } from './row-shape';
import { TableRows } from './table-rows';

/**
 * A row key holds no `/ \ # ?` nor control characters (Learn, "Understanding the Table service data model",
 * 2026-01), and a message's id may hold anything: what is not plain goes by its hash.
 */
const keyPart = (text: string): string => (/^[\w.-]{1,128}$/.test(text) ? text : `~${sha256(text)}`);

const text = z.string();
const failureSchema = z.object({
  fingerprint: text,
  subject: z.object({ kind: z.enum(SUBJECT_KINDS), id: text }).nullable(),
  key: text,
  flow: text,
  step: text,
  code: text,
  resource: text,
  message: text,
  fix: text,
  partner: text.nullable(),
  run: text.nullable(),
  firstSeenAt: text,
  lastSeenAt: text,
  evidence: anyJson,
});

const shape: RowShape<Failure> = {
  table: 'Failures',
  keyOf: ({ fingerprint, key }) => ({ partitionKey: keyPart(fingerprint), rowKey: keyPart(key) }),
  columns: ({ partner, lastSeenAt }) => ({ partner, lastSeenAt }),
  detail: (failure) => ({ ...failure, evidence: failure.evidence ?? null }),
  schema: z.object({ detail: failureSchema }).transform(({ detail }) => detail),
};

/** {@link Failures} in Azure Table Storage. `resolve` leaves alone what was renewed after it looked. */
export function tableFailures(client: TableClient): Failures {
  const rows = new TableRows(client, shape);
  return {
    open: (failure) => rows.revise(failure, (before) => ({ ...failure, firstSeenAt: before.firstSeenAt })),
    async list(fingerprint) {
      const filter = fingerprint === undefined ? '' : odata`PartitionKey eq ${keyPart(fingerprint)}`;
      return (await rows.list(filter)).map(({ value }) => value);
    },
    async resolve(key) {
      const found = await rows.list(odata`RowKey eq ${keyPart(key)}`);
      const answers = await Promise.all(
        found.map(({ value, etag }) => rows.remove(shape.keyOf(value), etag)),
      );
      return found.flatMap(({ value }, at) => (answers[at] === 'removed' ? [value] : []));
    },
  };
}
