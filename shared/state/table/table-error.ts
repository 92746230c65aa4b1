import { isRestError, type RestError } from '@azure/core-rest-pipeline';
import { RetryableError, TerminalError } from '../../domain/codes';

/** How long to wait where the service does not say. */
const DEFAULT_RETRY_AFTER_SECONDS = 5;

/** What the service calls an error, for example `EntityAlreadyExists`; undefined where no service answered. */
export function tableErrorCode(error: unknown): string | undefined {
  if (!isRestError(error)) return undefined;
  const details = error.details as { odataError?: { code?: unknown } } | undefined;
  const code = details?.odataError?.code ?? error.response?.headers.get('x-ms-error-code');
  return typeof code === 'string' ? code : undefined;
}

/** Whether the service said that there is no such row (its table is there). */
export function isMissingRow(error: unknown): boolean {
  return isRestError(error) && error.statusCode === 404 && tableErrorCode(error) === 'ResourceNotFound';
}

/**
 * The error to throw for what a table client threw: RetryableError for 408, 429, 5xx, a table that is being
 * deleted and network trouble; TerminalError for every other refusal. `doing` says what was tried, on which
 * table and key. What no service and no network caused (a bug) comes back as it is.
 */
export function tableError(error: unknown, doing: string): unknown {
  if (isRestError(error)) return serviceError(error, doing);
  if (!(error instanceof Error)) return error;
  if (error.name === 'AbortError') {
    return new RetryableError('timed-out', `${doing}: no answer in time`, DEFAULT_RETRY_AFTER_SECONDS, {
      cause: error,
    });
  }
  if (isCredentialTrouble(error)) {
    const message = `${doing}: no token for the storage account (${error.name}). Check the identity of this app.`;
    return new RetryableError('unavailable', message, DEFAULT_RETRY_AFTER_SECONDS, { cause: error });
  }
  return error;
}

function serviceError(error: RestError, doing: string): Error {
  const code = tableErrorCode(error) ?? error.code ?? 'no code';
  const message = `${doing}: ${error.statusCode ?? 'no answer'} ${code}`;
  const reason = retryableReason(error.statusCode, code);
  if (reason !== undefined)
    return new RetryableError(reason, message, retryAfterSeconds(error), { cause: error });
  if (error.statusCode === 401 || error.statusCode === 403) {
    const fix = 'Grant this app the role Storage Table Data Contributor on the account, or correct the key.';
    return new TerminalError('forbidden', `${message}. ${fix}`, { cause: error });
  }
  return new TerminalError(error.statusCode === 404 ? 'not-found' : 'rejected', message, { cause: error });
}

function retryableReason(status: number | undefined, code: string): RetryableError['reason'] | undefined {
  if (status === 429 || code === 'ServerBusy') return 'throttled';
  if (status === 408 || status === 504 || code === 'OperationTimedOut') return 'timed-out';
  // Below 400: the answer was no table answer at all, as when a proxy speaks in between.
  const isTrouble = status === undefined || status < 400 || status >= 500 || code === 'TableBeingDeleted';
  return isTrouble ? 'unavailable' : undefined;
}

/** The `Retry-After` header in seconds (storage sends a number, if anything). */
function retryAfterSeconds(error: RestError): number {
  const seconds = Number(error.response?.headers.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : DEFAULT_RETRY_AFTER_SECONDS;
}

/** Errors of @azure/identity, by name: its managed-identity end point is known to fail for moments. */
function isCredentialTrouble(error: Error): boolean {
  return /^(Aggregate)?Authentication(Required)?Error$|^CredentialUnavailableError$/.test(error.name);
}
