import { z } from 'zod';
import { TerminalError } from '../../domain/codes';
import { detailText } from './detail-text';
import { joinDetail, splitDetail } from './detail-columns';

/** Version of the rows this release writes, and the newest it understands. */
const ROW_VERSION = 1;

export interface RowKey {
  partitionKey: string;
  rowKey: string;
}

type Columns = Record<string, string | number | boolean | null>;
export type StoredColumns = Record<string, unknown>;

/** How a value lies in a table. */
export interface RowShape<T> {
  /** Stands in errors, before the key. */
  table: string;
  keyOf(value: T): RowKey;
  /** What the server can filter by, or a person looks for in a storage browser; null = no such column. */
  columns(value: T): Columns;
  /** What the schema reads beside the columns, kept as JSON. */
  detail(value: T): unknown;
  /** Makes the value again out of its columns and `detail`. */
  schema: z.ZodType<T>;
}

/** A nullable text column: absent in the table is null here. */
export const textOrNull = z
  .string()
  .nullish()
  .transform((text) => text ?? null);

/** Whatever JSON holds, untouched (a checked copy would lose a key such as `__proto__`, and its hash with it). */
export const anyJson = z.custom<unknown>((value) => value !== undefined, 'is no JSON');

/** The row to store. Throws TerminalError `rejected` where the detail is too long. Pure. */
export function toRow<T>(shape: RowShape<T>, value: T): RowKey & StoredColumns {
  const key = shape.keyOf(value);
  const columns = Object.entries(shape.columns(value)).filter(([, column]) => column !== null);
  const detail = splitDetail(detailText(shape.detail(value), rowName(shape.table, key)));
  return { ...Object.fromEntries(columns), ...detail, v: ROW_VERSION, ...key };
}

/**
 * The value of a stored row. Throws TerminalError `rejected`, naming table and key and never repeating what is
 * stored, where the row is of a later version than this release knows, or is damaged. Pure.
 */
export function fromRow<T>(shape: RowShape<T>, stored: StoredColumns): T {
  const name = rowName(shape.table, { partitionKey: stored['partitionKey'], rowKey: stored['rowKey'] });
  const version = stored['v'];
  if (typeof version === 'number' && version > ROW_VERSION) {
    throw new TerminalError(
      'rejected',
      `${name} has row version ${version}, this release knows ${ROW_VERSION}. It was left as it is: ` +
        'finish the deployment of the later release, or let that release deal with this row.',
    );
  }
  const parsed = shape.schema.safeParse(withDetail(stored));
  const issues = parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];
  if (version !== ROW_VERSION) issues.unshift('v: is no row version');
  if (parsed.success && issues.length === 0) return parsed.data;
  throw new TerminalError(
    'rejected',
    `${name} is damaged (${issues.join('; ')}). Correct or remove the row.`,
  );
}

/** Table and key, as errors name them. */
export function rowName(table: string, key: { partitionKey: unknown; rowKey: unknown }): string {
  return `${table} ${String(key.partitionKey)} ${String(key.rowKey)}`;
}

/** Text that is no JSON stays text, so that the schema says so; the parser's own message would repeat it. */
function withDetail(stored: StoredColumns): StoredColumns {
  const text = joinDetail(stored);
  try {
    return { ...stored, detail: JSON.parse(text) as unknown };
  } catch {
    return { ...stored, detail: undefined };
  }
}
