import { readFileSync } from 'node:fs';

/** Strings are kept whole; comments and trailing commas go, as the host's own reader lets both pass. */
const COMMENTS = /"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const TRAILING_COMMAS = /"(?:\\.|[^"\\])*"|,(?=\s*[}\]])/g;

/**
 * Reads a JSON settings file; `undefined` when there is none.
 *
 * @throws Error that names the file, never its content: it may hold secrets.
 */
export function parseJsonFile(path: string): unknown {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  const keepStrings = (match: string): string => (match.startsWith('"') ? match : '');
  try {
    return JSON.parse(
      text
        .replace(/^\uFEFF/, '')
        .replace(COMMENTS, keepStrings)
        .replace(TRAILING_COMMAS, keepStrings),
    );
  } catch {
    throw new Error(`${path} is not valid JSON. Check it for a missing quote or brace.`);
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
