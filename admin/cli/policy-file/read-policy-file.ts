import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { partnerPolicyFileSchema, type PartnerPolicyFile } from '../../../shared/domain/partner-policy-file';
import { placeOf, type Place } from './place-of';
import { reasonOf } from './reason-of';

/** Something wrong in a policy file, and where. */
export interface PolicyFileProblem extends Place {
  /** Path of the field, as `desktops.0.hostPools`. */
  at: string;
  problem: string;
}

/** Thrown where a policy file cannot be used. Its message lists every problem as `file:line:column: reason`. */
export class PolicyFileError extends Error {
  override readonly name = 'PolicyFileError';
  constructor(
    readonly file: string,
    readonly problems: readonly PolicyFileProblem[],
  ) {
    const lines = problems.map(
      ({ line, column, at, problem }) => `${file}:${line}:${column}: ${at === '' ? '' : `${at}: `}${problem}`,
    );
    super(lines.join('\n'));
  }
}

/** A policy file (YAML, or JSON, which is YAML too). Throws PolicyFileError with all that is wrong. */
export function readPolicyFile(path: string): PartnerPolicyFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PolicyFileError(path, [{ line: 1, column: 1, at: '', problem: `cannot be read: ${why}` }]);
  }
  return parsePolicyFile(text, path);
}

/** As {@link readPolicyFile}, of a text that is there already; `file` names it in messages. */
export function parsePolicyFile(text: string, file: string): PartnerPolicyFile {
  const lines = new LineCounter();
  const document: Document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new PolicyFileError(
      file,
      document.errors.map(({ message, pos }) => {
        const { line, col } = lines.linePos(pos[0]);
        return { line, column: col, at: '', problem: message };
      }),
    );
  }
  const parsed = partnerPolicyFileSchema.safeParse(document.toJS(), { reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) =>
    reasonOf(issue).map(({ path, problem }) => ({
      ...placeOf(document, lines, path),
      at: path.join('.'),
      problem,
    })),
  );
  throw new PolicyFileError(
    file,
    problems.sort((a, b) => a.line - b.line || a.column - b.column),
  );
}
