import { isRestError } from '@azure/core-rest-pipeline';
import { RetryableError, TerminalError } from '../../domain/codes';

const DEFAULT_RETRY_AFTER_SECONDS = 5;

/** What the service calls an error, for example `BlobNotFound`: of its header, since a HEAD has no body. */
export function blobErrorCode(error: unknown): string | undefined {
  if (!isRestError(error)) return undefined;
  return error.response?.headers.get('x-ms-error-code') ?? error.code;
}

/**
 * The error to throw for what a blob client threw: RetryableError for 408, 429, 5xx and network trouble,
 * TerminalError for every other refusal. `doing` says what was tried. What no service caused comes back as it is.
 */
export function blobError(error: unknown, doing: string): unknown {
  if (!isRestError(error)) return error;
  const { statusCode: status } = error;
  const message = `${doing}: ${status ?? 'no answer'} ${blobErrorCode(error) ?? 'no code'}`;
  if (isTrouble(status)) {
    const reason = status === 429 || status === 503 ? 'throttled' : 'unavailable';
    return new RetryableError(reason, message, DEFAULT_RETRY_AFTER_SECONDS, { cause: error });
  }
  if (status === 401 || status === 403) {
    const fix = 'Grant this app the role Storage Blob Data Contributor on the container, or correct the key.';
    return new TerminalError('forbidden', `${message}. ${fix}`, { cause: error });
  }
  return new TerminalError(status === 404 ? 'not-found' : 'rejected', message, { cause: error });
}

const isTrouble = (status: number | undefined): boolean =>
  status === undefined || status === 408 || status === 429 || status >= 500;

/** Whether the service said that a blob of that name is there already: 409, or 412 for a conditional write. */
export function isThereAlready(error: unknown): boolean {
  return isRestError(error) && (error.statusCode === 409 || error.statusCode === 412);
}
