import { problem } from './problem';

/** What a conditional write expects: a version, or (undefined) that there is none yet. */
export interface EtagCondition {
  etag: string | undefined;
}

/**
 * The condition of a write; undefined where there is none to go by. `If-Match: *` is no condition here: it would
 * overwrite whatever somebody else has just put there.
 */
export function etagCondition(headers: Headers): EtagCondition | undefined {
  const etag = headers.get('if-match') ?? undefined;
  if (etag !== undefined) return etag.trim() === '*' ? undefined : { etag };
  return headers.get('if-none-match')?.trim() === '*' ? { etag } : undefined;
}

/** The answer to a write without a condition. */
export const conditionRequired = (what: string) =>
  problem(
    'precondition-required',
    `send If-None-Match: * for a new ${what}, or If-Match with the ETag you read`,
  );

/** The answer to a write whose version is not the present one. */
export const versionChanged = (what: string) =>
  problem('precondition-failed', `the ${what} changed since you read it; read it again`);
