import { RetryableError } from '../../domain/codes';
import type { Authority } from './service-answer';

const WAIT_SECONDS = 10;
const ABORTS = new Set<unknown>(['AbortError', 'TimeoutError']);

/**
 * The error of a request that got no answer: aborted at its time limit, or the connection failed. Whether the
 * service did what was asked is not known; every request of ours is safe to repeat. The cause stays out: texts of
 * network errors can hold the whole URL, and a URL can name a person.
 */
export function noAnswerFailure(authority: Authority, asked: string, error: unknown): RetryableError {
  if (isAbort(error)) {
    return new RetryableError(
      'timed-out',
      `${authority} gave no answer in time to ${asked}: it is asked again by itself`,
      WAIT_SECONDS,
    );
  }
  const why = networkCode(error) ?? 'no reason given';
  return new RetryableError(
    'unavailable',
    `${authority} could not be reached for ${asked} (${why}): it is asked again by itself; if it lasts, check the network and the base URL`,
    WAIT_SECONDS,
  );
}

/** By name: what an abort throws is a DOMException, which not every realm counts among its errors. */
function isAbort(error: unknown): boolean {
  return error !== null && typeof error === 'object' && 'name' in error && ABORTS.has(error.name);
}

/** Node's code, such as ECONNRESET; fetch hides it in the cause. */
function networkCode(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 3) return undefined;
  if ('code' in error && typeof error.code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(error.code))
    return error.code;
  return 'cause' in error ? networkCode(error.cause, depth + 1) : undefined;
}
