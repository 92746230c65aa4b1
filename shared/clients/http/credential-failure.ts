import { RetryableError, TerminalError } from '../../domain/codes';
import type { Authority } from './service-answer';

/** Names of the errors `@azure/identity` 4 throws when no token can be had. */
const SIGN_IN_ERRORS = new Set([
  'AuthenticationError',
  'AuthenticationRequiredError',
  'CredentialUnavailableError',
  'AggregateAuthenticationError',
]);
const WAIT_SECONDS = 15;

/**
 * The error that a failed sign-in of this app becomes; undefined where `error` is something else. Its text is not
 * repeated (it can hold parts of requests), only Entra's code, such as AADSTS7000215.
 */
export function credentialFailure(
  authority: Authority,
  error: unknown,
): RetryableError | TerminalError | undefined {
  if (!(error instanceof Error) || !SIGN_IN_ERRORS.has(error.name)) return undefined;
  const entraCode = /AADSTS\d+/.exec(error.message)?.[0] ?? 'no code';
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 0;
  if (status === 429 || status >= 500) {
    return new RetryableError(
      'unavailable',
      `Sign-in for ${authority} answered ${status} (${entraCode}): it is asked again by itself`,
      WAIT_SECONDS,
    );
  }
  return new TerminalError(
    'forbidden',
    `This app could not sign in for ${authority} (${error.name}, ${entraCode}): check its managed identity, or the credential in its settings`,
  );
}
