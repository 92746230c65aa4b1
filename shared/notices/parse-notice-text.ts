import { isMap, isScalar, LineCounter, parseDocument, Scalar, type Document } from 'yaml';
import { checkFields } from './check-fields';
import { NOTICE_FIELDS, type NoticeTemplate } from './notice-fields';

/** One notice in one language, as its file has it. */
export interface NoticeText {
  /** One line. */
  subject: string;
  text: string;
}

/** Something wrong in a file of texts; lines count from 1. */
export interface NoticeTextProblem {
  line: number;
  problem: string;
}

const PARTS = ['subject', 'text'] as const;

/**
 * A file of texts (YAML: `subject`, and `text` as a block with `|`), checked against the fields its notice has. Gives
 * everything that is wrong at once. Pure.
 */
export function parseNoticeText(
  source: string,
  template: NoticeTemplate,
): { text: NoticeText } | { problems: NoticeTextProblem[] } {
  const lines = new LineCounter();
  const document: Document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  if (document.errors.length > 0)
    return {
      problems: document.errors.map(({ message, pos }) => ({ line: lineAt(pos[0]), problem: message })),
    };
  const problems = [...strangers(document, lineAt)];
  const found = new Map<string, string>();
  for (const part of PARTS) {
    const node: unknown = document.get(part, true);
    if (!isScalar(node) || typeof node.value !== 'string' || node.value.trim() === '') {
      problems.push({ line: 1, problem: `${part} is missing, or is no text` });
      continue;
    }
    found.set(part, node.value);
    problems.push(...problemsIn(part, node as Scalar<string>, template, lineAt));
  }
  if (problems.length > 0) return { problems: problems.sort((a, b) => a.line - b.line) };
  return { text: { subject: (found.get('subject') ?? '').trim(), text: (found.get('text') ?? '').trim() } };
}

function problemsIn(
  part: string,
  { value, type, range }: Scalar<string>,
  template: NoticeTemplate,
  lineAt: (offset: number) => number,
): NoticeTextProblem[] {
  const line = lineAt(range?.[0] ?? 0);
  if (part === 'subject' && value.trim().includes('\n')) return [{ line, problem: 'subject is one line' }];
  // Only of a block with `|` does a line of the value stand on a line of the file.
  if (value.trim().includes('\n') && type !== Scalar.BLOCK_LITERAL)
    return [{ line, problem: `${part} has several lines: begin it with |` }];
  const first = type === Scalar.BLOCK_LITERAL ? line + 1 : line;
  return checkFields(value, NOTICE_FIELDS[template]).map(({ offset, problem }) => ({
    // What is never closed is found at the end: that is the last line, not the one after it.
    line: first + value.slice(0, Math.min(offset, value.trimEnd().length)).split('\n').length - 1,
    problem: `${part}: ${problem}`,
  }));
}

function strangers(document: Document, lineAt: (offset: number) => number): NoticeTextProblem[] {
  const { contents } = document;
  if (!isMap(contents)) return [{ line: 1, problem: 'is no YAML with a subject and a text' }];
  return contents.items.flatMap(({ key }) => {
    const name = isScalar(key) ? String(key.value) : 'this';
    if (PARTS.some((part) => part === name)) return [];
    const line = lineAt((isScalar(key) ? key.range?.[0] : undefined) ?? 0);
    return [{ line, problem: `there is no part ${name}; there are: ${PARTS.join(', ')}` }];
  });
}
