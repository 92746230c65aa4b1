import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { SUBJECT_KINDS, subjectKey, type Subject, type SubjectKind } from '../../domain/subject';
import type { SubjectRow } from '../../domain/subject-row';
import type { SubjectFilter, Subjects } from '../subjects';
import { anyJson, textOrNull, type RowKey, type RowShape } from './row-shape';
import { sideBySide } from './side-by-side';
import { TableRows } from './table-rows';

const keyOf = (subject: Subject): RowKey => ({ partitionKey: subjectKey(subject), rowKey: 'row' });

const shape: RowShape<SubjectRow> = {
  table: 'Subjects',
  keyOf: (row) => keyOf(row.subject),
  columns: ({ subject, seq, openSeq, run, live, token, by, wakeAt, deadRuns, state, partner }) => {
    return {
      kind: subject.kind,
      id: subject.id,
      seq,
      openSeq,
      run,
      live,
      token,
      by,
      wakeAt,
      deadRuns,
      state,
      partner,
    };
  },
  detail: (row) => row.detail,
  schema: z
    .object({
      v: z.literal(1),
      kind: z.enum(SUBJECT_KINDS),
      id: z.string(),
      seq: z.int(),
      openSeq: z.int(),
      run: z.int(),
      live: z.boolean(),
      token: textOrNull,
      by: z.string(),
      wakeAt: textOrNull,
      deadRuns: z.int(),
      state: z.string(),
      partner: textOrNull,
      detail: anyJson,
    })
    .transform(({ kind, id, ...row }) => ({ ...row, subject: { kind, id } })),
};

/** {@link Subjects} in Azure Table Storage. A list costs 16 requests or more for each kind it looks at. */
export function tableSubjects(client: TableClient): Subjects {
  const rows = new TableRows(client, shape);
  return {
    read: (subject) => rows.read(keyOf(subject)),
    insert: (row) => rows.insert(row),
    replace: (row, etag) => rows.replace(row, etag),
    remove: (subject, etag) => rows.remove(keyOf(subject), etag),
    async *list(filter) {
      for (const kind of filter.kind === undefined ? SUBJECT_KINDS : [filter.kind]) {
        const ranges = rangesOf(kind).map((range) =>
          rows.pages([range, ...columnFilters(filter)].join(' and ')),
        );
        for await (const page of sideBySide(ranges)) yield* page.map(({ value }) => value);
      }
    },
    async page(kind, filter, after, top) {
      const range = odata`PartitionKey gt ${`${kind}-${after}`} and PartitionKey lt ${`${kind}.`}`;
      const found: SubjectRow[] = [];
      for await (const page of rows.pages(
        [range, ...columnFilters(filter)].join(' and '),
        Math.min(top, 1000),
      )) {
        found.push(...page.map(({ value }) => value));
        if (found.length >= top) break;
      }
      return found.slice(0, top);
    },
  };
}

/** 16 key ranges, cut at the first digit of the GUID, that leave no gap: nothing hides between them. */
function rangesOf(kind: SubjectKind): string[] {
  const cuts = Array.from({ length: 16 }, (_, digit) => `${kind}-${digit === 0 ? '' : digit.toString(16)}`);
  // '.' is the character after '-'.
  return cuts.map(
    (from, n) => odata`PartitionKey ge ${from} and PartitionKey lt ${cuts[n + 1] ?? `${kind}.`}`,
  );
}

function columnFilters({ state, partner, live }: SubjectFilter): string[] {
  return [
    ...(state === undefined ? [] : [odata`state eq ${state}`]),
    ...(partner === undefined ? [] : [odata`partner eq ${partner}`]),
    ...(live === undefined ? [] : [odata`live eq ${live}`]),
  ];
}
