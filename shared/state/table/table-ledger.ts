import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { RetryableError } from '../../domain/codes';
import type { LedgerEntry, LedgerFact } from '../../domain/ledger-entry';
import { SUBJECT_KINDS, subjectKey, type Subject } from '../../domain/subject';
import type { Ledger } from '../ledger';
import { invertedSeq } from './inverted-seq';
import { nextEntry } from './next-entry';
import { anyJson, textOrNull, type RowShape } from './row-shape';
import { TableRows } from './table-rows';

/** One run writes a subject's chain; a few writers at once are the watchman, an admin and a run that should be dead. */
const APPEND_ATTEMPTS = 32;

const shape: RowShape<LedgerEntry> = {
  table: 'Ledger',
  keyOf: ({ subject, seq }) => ({ partitionKey: subjectKey(subject), rowKey: invertedSeq(seq) }),
  columns: ({ subject, seq, opId, at, run, step, outcome, code, previousHash, hash }) => {
    return {
      kind: subject.kind,
      id: subject.id,
      seq,
      opId,
      at,
      run,
      step,
      outcome,
      code,
      previousHash,
      hash,
    };
  },
  detail: ({ message, evidence }) => ({ message, evidence }),
  schema: z
    .object({
      kind: z.enum(SUBJECT_KINDS),
      id: z.string(),
      seq: z.int(),
      opId: z.string(),
      at: z.string(),
      run: z.string(),
      step: z.string(),
      outcome: z.enum(['done', 'later', 'refused', 'opened', 'closed']),
      code: textOrNull,
      previousHash: z.string(),
      hash: z.string(),
      detail: z.object({ message: z.string().nullable(), evidence: anyJson }),
    })
    .transform(({ kind, id, detail, ...entry }) => ({ ...entry, ...detail, subject: { kind, id } })),
};

/** {@link Ledger} in Azure Table Storage. An append costs two requests, a read one for each 1,000 entries. */
export function tableLedger(client: TableClient): Ledger {
  const rows = new TableRows(client, shape);
  return {
    append: (fact) => append(rows, fact),
    read: (subject, top = Infinity) => newest(rows, partitionOf(subjectKey(subject)), top),
    subjectsOlderThan: (at, after, top) => subjectsOlderThan(rows, at, after, top),
    newestBefore: async (subject, at) =>
      (await newest(rows, `${partitionOf(subjectKey(subject))} and ${odata`at lt ${at}`}`, 1))[0],
    removeUpTo: (subject, seq) =>
      rows.removeAll(`${partitionOf(subjectKey(subject))} and ${odata`RowKey ge ${invertedSeq(seq)}`}`),
  };
}

/**
 * Where somebody else took the place, all that came in since is searched for the fact: it may be its own
 * write, the answer to which was lost and that others have built upon since.
 */
async function append(rows: TableRows<LedgerEntry>, fact: LedgerFact): Promise<LedgerEntry> {
  const partition = partitionOf(subjectKey(fact.subject));
  let [head] = await newest(rows, partition, 1);
  if (head?.opId === fact.opId) return head;
  for (let attempt = 1; attempt <= APPEND_ATTEMPTS; attempt += 1) {
    const entry = nextEntry(fact, head);
    if ((await rows.insert(entry)) === 'written') return entry;
    const since = await newest(
      rows,
      `${partition} and ${odata`RowKey le ${invertedSeq(entry.seq)}`}`,
      Infinity,
    );
    const own = since.find(({ opId }) => opId === fact.opId);
    if (own) return own;
    head = since[0] ?? head;
  }
  throw new RetryableError(
    'unavailable',
    `Ledger ${subjectKey(fact.subject)} grew under each of ${APPEND_ATTEMPTS} appends of one fact; try again`,
    1,
  );
}

/** Reads the table's keys after `after`, entry by entry: made for a nightly look, not for a request. */
async function subjectsOlderThan(
  rows: TableRows<LedgerEntry>,
  at: string,
  after: string,
  top: number,
): Promise<Subject[]> {
  const found = new Map<string, Subject>();
  for await (const page of rows.pages(odata`PartitionKey gt ${after} and at lt ${at}`)) {
    for (const { value } of page) {
      if (found.size === top) return [...found.values()];
      found.set(subjectKey(value.subject), value.subject);
    }
  }
  return [...found.values()];
}

const partitionOf = (key: string): string => odata`PartitionKey eq ${key}`;

async function newest(rows: TableRows<LedgerEntry>, filter: string, top: number): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  if (top <= 0) return entries;
  for await (const page of rows.pages(filter, Math.min(top, 1000))) {
    entries.push(...page.map(({ value }) => value));
    if (entries.length >= top) break;
  }
  return entries.slice(0, top);
}
