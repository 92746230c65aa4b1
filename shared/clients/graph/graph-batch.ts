import { z } from 'zod';
import { RetryableError, TerminalError } from '../../domain/codes';
import type { GraphConnection } from './connect-graph';
import { graphFailure, isSuccess, readBody, type GraphAnswer } from './graph-answer';
import { askedBy, pathAndQueryOf, type GraphCall } from './graph-call';
import { errorCodeOf } from '../http/error-code-of';

/** Requests in one batch at most (Combine multiple HTTP requests using JSON batching, February 2025). */
export const BATCH_LIMIT = 20;

const batchAnswer = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.int(),
      headers: z.record(z.string(), z.string()).nullish(),
      body: z.unknown(),
    }),
  ),
});

/**
 * Up to {@link BATCH_LIMIT} reads in one request; answers in the order of `calls`, whatever order they came in.
 * Throws RetryableError or TerminalError where the batch as a whole failed; what became of each call is in its
 * answer. A call the service left unanswered throws RetryableError('unavailable'): silence is not absence.
 */
export async function graphBatch(
  graph: GraphConnection,
  calls: readonly GraphCall[],
  signal: AbortSignal,
): Promise<GraphAnswer[]> {
  const requests = calls.map((call, index) => ({
    id: String(index),
    method: call.method,
    url: pathAndQueryOf(call),
  }));
  const answer = await graph.ask({ method: 'POST', pathTemplate: '/$batch', body: { requests }, signal });
  const inner = new Map(readBody(answer, batchAnswer).responses.map((one) => [one.id, one]));
  return calls.map((call, index) => {
    const one = inner.get(String(index));
    if (one === undefined) {
      throw new RetryableError(
        'unavailable',
        `A batch left ${askedBy(call)} unanswered: it is asked again by itself`,
        15,
      );
    }
    const headers = new Headers(one.headers ?? {});
    return {
      ...answer,
      asked: askedBy(call),
      status: one.status,
      code: errorCodeOf(one.body),
      requestId: headers.get('request-id') ?? answer.requestId,
      retryAfter: headers.get('retry-after'),
      body: one.body,
    };
  });
}

/**
 * Throws where any of a batch's answers failed; `isExpected` excuses those that are an answer too. A refusal goes
 * first, since waiting will not cure it; else the longest wait, because a request sent while throttled still
 * counts (which wait to take is INFERRED; the page does not say).
 */
export function requireAll(
  answers: readonly GraphAnswer[],
  isExpected: (answer: GraphAnswer) => boolean,
): void {
  const failures = answers.filter((answer) => !isSuccess(answer) && !isExpected(answer)).map(graphFailure);
  const refusal = failures.find((failure) => failure instanceof TerminalError);
  if (refusal !== undefined) throw refusal;
  const waits = failures.filter((failure) => failure instanceof RetryableError);
  const longest = waits.reduce<RetryableError | undefined>(
    (most, one) => (most !== undefined && most.retryAfterSeconds >= one.retryAfterSeconds ? most : one),
    undefined,
  );
  if (longest !== undefined) throw longest;
}
