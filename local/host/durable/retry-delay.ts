import { type RetryOptions } from './orchestrator-action';

const DAY_MS = 86_400_000;

/** The longest delay Azure Storage holds in one message; longer timers are cut into legs (facts 2.7). */
export const LONGEST_SHORT_TIMER_MS = 6 * DAY_MS;
export const LONG_TIMER_LEG_MS = 3 * DAY_MS;

/**
 * How long to wait after the attempt of that number (from 0) failed; 0 means that no further attempt is made, which
 * happens when the retry time-out has passed (facts 2.8, `RetryInterceptor.cs`).
 */
export function retryDelayMs(
  options: RetryOptions,
  attempt: number,
  firstAttemptMs: number,
  nowMs: number,
): number {
  const { retryTimeoutInMilliseconds, backoffCoefficient, maxRetryIntervalInMilliseconds } = options;
  if (retryTimeoutInMilliseconds !== undefined && nowMs >= firstAttemptMs + retryTimeoutInMilliseconds)
    return 0;
  const delayMs = options.firstRetryIntervalInMilliseconds * Math.pow(backoffCoefficient ?? 1, attempt);
  return Math.min(delayMs, maxRetryIntervalInMilliseconds ?? LONGEST_SHORT_TIMER_MS);
}

/** The storage provider refuses longer waits between attempts; the refusal is swallowed like any failed call. */
export function hasRefusedRetryInterval(options: RetryOptions): boolean {
  const { firstRetryIntervalInMilliseconds, maxRetryIntervalInMilliseconds } = options;
  return (
    Math.max(firstRetryIntervalInMilliseconds, maxRetryIntervalInMilliseconds ?? 0) > LONGEST_SHORT_TIMER_MS
  );
}
