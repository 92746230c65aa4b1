/** What a spreadsheet would run as a formula (OWASP, CSV injection): these first characters, wide forms and blanks before them too. */
const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/;

/**
 * Rows as CSV (RFC 4180), the heads first. Text that a spreadsheet would take for a formula gets an apostrophe in
 * front; numbers stay numbers. `null` is an empty field.
 */
export function csv(
  heads: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  return [heads, ...rows].map((row) => row.map(field).join(',')).join('\r\n') + '\r\n';
}

function field(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
