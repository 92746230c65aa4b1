import type { z } from 'zod';
import { problem, type ProblemResponse } from './problem';

/** One thing wrong with a request: where, and what. Never repeats what was sent. */
export interface RequestError {
  at: string;
  problem: string;
}

/** What a schema found wrong; nothing where it found nothing. */
export function requestErrors(error: z.ZodError | undefined): RequestError[] {
  return (error?.issues ?? []).map((issue) => ({ at: issue.path.join('.'), problem: issue.message }));
}

/** Errors said in the sentence itself; the rest are in the list. */
const SAID = 3;

/** The problem document that names every error; its sentence names the first few. */
export function invalidRequest(errors: readonly RequestError[]): ProblemResponse {
  const said = errors.slice(0, SAID).map(({ at, problem: what }) => (at === '' ? what : `${at}: ${what}`));
  const more = errors.length > SAID ? `; and ${errors.length - SAID} more` : '';
  return problem('invalid', `the request has ${errors.length} error(s): ${said.join('; ')}${more}`, {
    errors,
  });
}
