/**
 * A stored text as the JSON a status body shows: JSON where it parses, else the text itself as a string. Like the
 * extension's parser it takes `undefined` for a literal, and writes it back: a termination without a reason makes
 * the body invalid JSON (recorded). `NaN` and the infinities come back as strings.
 */
export function tokenText(stored: string | null): string {
  if (stored === null) return 'null';
  const text = stored.trim();
  if (text === 'undefined') return text;
  try {
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
