import { z } from 'zod';

const duration = z.looseObject({ seconds: z.coerce.number().nonnegative().default(0) });
const base = { maxRetryCount: z.number().int().min(-1) };
const schema = z.discriminatedUnion('retryStrategy', [
  z.looseObject({ ...base, retryStrategy: z.literal('fixedDelay'), delayInterval: duration }),
  z.looseObject({
    ...base,
    retryStrategy: z.literal('exponentialBackoff'),
    minimumInterval: duration,
    maximumInterval: duration,
  }),
]);

/** A function's retry policy, as registered. `maxRetryCount` -1 means without end. */
export interface RetryPolicy {
  maxRetryCount: number;
  /** How long to wait before the retry of that number (1 is the first), in milliseconds. */
  delayMs(retry: number): number;
}

/**
 * Reads the retry options of a registration; `undefined` when there are none.
 *
 * The exponential delay is the lower bound doubled per retry up to the upper bound; Azure adds a random part,
 * left out here so that tests can say when a retry is due.
 *
 * @throws Error that names the function and the bad option.
 */
export function readRetryPolicy(functionName: string, options: unknown): RetryPolicy | undefined {
  if (options === undefined || options === null) return undefined;
  const parsed = schema.safeParse(options);
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new Error(`The retry policy of function "${functionName}" cannot be used. ${places}`);
  }
  const policy = parsed.data;
  if (policy.retryStrategy === 'fixedDelay') {
    return { maxRetryCount: policy.maxRetryCount, delayMs: () => policy.delayInterval.seconds * 1000 };
  }
  const { minimumInterval, maximumInterval } = policy;
  return {
    maxRetryCount: policy.maxRetryCount,
    delayMs: (retry) => Math.min(minimumInterval.seconds * 2 ** (retry - 1), maximumInterval.seconds) * 1000,
  };
}
