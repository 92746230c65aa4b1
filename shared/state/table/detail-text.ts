import { TerminalError } from '../../domain/codes';

/**
 * Longest JSON text of one row's detail, in UTF-16 code units. An entity may hold 1 MiB and a string counts
 * two bytes a unit (Learn, "Understanding the Table service data model", 2026-01): 900 kB leave room for the columns.
 */
export const MAX_DETAIL_UNITS = 450_000;

/**
 * The JSON text of what a row keeps beside its columns; `undefined` becomes null. `where` names table and key.
 * Throws TerminalError `rejected` where the text is too long for one row. Pure.
 */
export function detailText(value: unknown, where: string): string {
  const text = JSON.stringify(value ?? null);
  if (text.length > MAX_DETAIL_UNITS) {
    throw new TerminalError(
      'rejected',
      `${where} was not written: its detail is ${text.length} characters of JSON, a row holds ${MAX_DETAIL_UNITS}. ` +
        'Keep the large part elsewhere and store a reference to it.',
    );
  }
  return text;
}
