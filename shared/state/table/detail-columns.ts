/** Most UTF-16 code units in one column: a string property holds 64 KiB (Learn, "Understanding the Table service data model", 2026-01). */
const COLUMN_UNITS = 32_000;

/** `detail`, then `detail1`, `detail2` and so on. */
const columnName = (index: number): string => (index === 0 ? 'detail' : `detail${index}`);

/** Cuts `text` into as many columns as it needs; never inside a surrogate pair. Pure. */
export function splitDetail(text: string): Record<string, string> {
  const columns: Record<string, string> = {};
  for (let start = 0, index = 0; start < text.length; index += 1) {
    const end = endOfColumn(text, start);
    columns[columnName(index)] = text.slice(start, end);
    start = end;
  }
  return columns;
}

/** The reverse of {@link splitDetail}; the empty string where the row has no such column. Pure. */
export function joinDetail(columns: Record<string, unknown>): string {
  let text = '';
  for (let index = 0; ; index += 1) {
    const part = columns[columnName(index)];
    if (typeof part !== 'string') return text;
    text += part;
  }
}

function endOfColumn(text: string, start: number): number {
  const end = start + COLUMN_UNITS;
  const last = text.charCodeAt(end - 1);
  const splitsPair = end < text.length && last >= 0xd800 && last <= 0xdbff;
  return splitsPair ? end - 1 : end;
}
