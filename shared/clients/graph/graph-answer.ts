import type { z } from 'zod';
import { RetryableError, TerminalError } from '../../domain/codes';
import { failureOf } from '../http/failure-of';
import type { ServiceAnswer } from '../http/service-answer';
import { GRAPH_FAILURES } from './graph-failures';

/** An answer of Microsoft Graph, whatever its status. */
export interface GraphAnswer extends ServiceAnswer {
  /** Parsed JSON; undefined = no body, or one that is not JSON. */
  body: unknown;
  /** When it came, milliseconds since 1970: dates in `Retry-After` count from here. */
  atMs: number;
}

export const isSuccess = (answer: GraphAnswer): boolean => answer.status >= 200 && answer.status < 300;

/** The error an unwelcome answer becomes, by {@link GRAPH_FAILURES}. */
export function graphFailure(answer: GraphAnswer): RetryableError | TerminalError {
  return failureOf(answer, GRAPH_FAILURES, answer.atMs);
}

/** Throws RetryableError or TerminalError unless the answer is a success. */
export function requireSuccess(answer: GraphAnswer): void {
  if (!isSuccess(answer)) throw graphFailure(answer);
}

/**
 * The body of a success as `schema` reads it. Throws as {@link requireSuccess}; RetryableError('unavailable') where
 * a success has no JSON (something between us and the service answered); TerminalError('rejected'), naming the
 * field but not its value, where the service sent another shape.
 */
export function readBody<S extends z.ZodType>(answer: GraphAnswer, schema: S): z.output<S> {
  requireSuccess(answer);
  if (answer.body === undefined) {
    throw new RetryableError(
      'unavailable',
      `The answer ${answer.status} to ${answer.asked} was not JSON: it is asked again by itself`,
      15,
    );
  }
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'the body').join(', ');
  throw new TerminalError(
    'rejected',
    `The answer to ${answer.asked} cannot be read: ${fields} is not as documented; this release must learn it`,
  );
}
