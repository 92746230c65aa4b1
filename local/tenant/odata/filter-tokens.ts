import { badRequest } from '../core/api-error';

export interface FilterToken {
  kind: 'name' | 'literal' | 'mark';
  text: string;
  value?: string | number | boolean | null;
}

// Values without quotes: GUIDs, which may begin with a letter and are therefore tried before names, numbers, times.
const PATTERN =
  /\s*(?:('(?:[^']|'')*')|([(),:])|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|-?\d[\w:.+-]*)|([a-z_@][\w./@-]*))/iy;
const WORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/** Cuts a `$filter` into names, literals and marks; 400 at the first letter that is none of them. */
export function filterTokens(text: string): FilterToken[] {
  const tokens: FilterToken[] = [];
  PATTERN.lastIndex = 0;
  while (text.slice(PATTERN.lastIndex).trim() !== '') {
    const at = PATTERN.lastIndex;
    const found = PATTERN.exec(text);
    if (found === null)
      throw badRequest(
        `Invalid filter clause: unexpected text at position ${at} in '${text}'.`,
        'BadRequest',
      );
    tokens.push(tokenOf(found));
  }
  return tokens;
}

function tokenOf([, quoted, mark, bare, name]: RegExpExecArray): FilterToken {
  if (quoted !== undefined)
    return { kind: 'literal', text: quoted, value: quoted.slice(1, -1).replaceAll("''", "'") };
  if (mark !== undefined) return { kind: 'mark', text: mark };
  if (bare !== undefined)
    return { kind: 'literal', text: bare, value: /^-?\d+(\.\d+)?$/.test(bare) ? Number(bare) : bare };
  const word = name ?? '';
  if (Object.hasOwn(WORDS, word)) return { kind: 'literal', text: word, value: WORDS[word] ?? null };
  return { kind: 'name', text: word };
}
