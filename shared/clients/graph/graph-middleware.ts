import type { TokenCredential } from '@azure/core-auth';
import {
  AuthenticationHandler,
  AuthenticationHandlerOptions,
  GraphClientError,
  TelemetryHandler,
  type Context,
  type Middleware,
} from '@microsoft/microsoft-graph-client';

/** Microsoft Graph's scope, whatever host stands in for it. */
const GRAPH_SCOPE = 'https://graph.microsoft.com/.default';

/**
 * The chain each request goes through: token, `client-request-id`, network. The library's retry handler is left
 * out on purpose: it sleeps inside the call, and waiting is the business of `settle`.
 */
export function graphMiddleware(credential: TokenCredential, send: typeof fetch): Middleware {
  const authentication = new AuthenticationHandler({ getAccessToken: () => tokenOf(credential) });
  const telemetry = new TelemetryHandler();
  authentication.setNext(telemetry);
  telemetry.setNext({ execute: (context) => execute(context, send) });
  return authentication;
}

/** Lets `signal` end the sign-in too: a credential that retries by itself must not outlast the call. */
export function signInWithin(credential: TokenCredential, signal: AbortSignal): AuthenticationHandlerOptions {
  return new AuthenticationHandlerOptions({ getAccessToken: () => tokenOf(credential, signal) });
}

async function tokenOf(credential: TokenCredential, signal?: AbortSignal): Promise<string> {
  return carried(async () => {
    const token = await credential.getToken(GRAPH_SCOPE, signal === undefined ? {} : { abortSignal: signal });
    if (token === null) throw new Error('The credential gave no token for Microsoft Graph');
    return token.token;
  });
}

async function execute(context: Context, send: typeof fetch): Promise<void> {
  await carried(async () => {
    context.response = await send(context.request as string, context.options);
  });
}

/**
 * The client turns whatever its chain throws into a GraphError without cause; its own GraphClientError alone
 * passes untouched, so the error travels inside one. {@link uncarried} takes it out.
 */
async function carried<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const carrier = new GraphClientError('A request to Microsoft Graph got no answer');
    carrier.customError = error;
    throw carrier;
  }
}

/** The error that really happened. */
export function uncarried(error: unknown): unknown {
  return error instanceof GraphClientError && error.customError !== undefined
    ? (error.customError as unknown)
    : error;
}
