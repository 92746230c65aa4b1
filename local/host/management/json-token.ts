/** A plain value at the beginning of a text, which the extension's parser takes without looking at the rest. */
const LEADING_VALUE = /^(?:-?\d+(?:\.\d+)?|true|false|null|undefined)(?=[\s,\]}/)]|$)/;

/**
 * A stored text as the JSON a status body shows: JSON where it parses, else the text itself as a string. Like the
 * extension's parser (`MessagePayloadDataConverter.cs`, 2024-10: it loads the first token) it reads `5 of them` as 5, takes
 * `undefined` for a literal, and writes it back: a termination without a reason makes the body invalid JSON (recorded).
 * `NaN` and the infinities come back as strings.
 */
export function tokenText(stored: string | null): string {
  if (stored === null) return 'null';
  const text = stored.trim();
  const leading = LEADING_VALUE.exec(text)?.[0];
  if (leading === 'undefined') return leading;
  try {
    if (leading !== undefined) return JSON.stringify(JSON.parse(leading));
    return JSON.stringify(JSON.parse(text));
  } catch {
    return JSON.stringify(text); // Not JSON: common for terminations and failures.
  }
}

/** Members of a JSON object whose values are JSON texts already. */
export function objectText(members: Record<string, string | undefined>): string {
  const shown = Object.entries(members).filter(([, text]) => text !== undefined);
  return `{${shown.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
}

/** A body as compact JSON text; undefined when it is not JSON, which an empty body is not. */
export function jsonBody(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined; // The caller answers 400.
  }
}
