import type { ApiReply, ApiRequest } from './api-call';
import { ApiError } from './api-error';
import type { FaultRule } from './fault-rules';

/** Answered in place of a reply when the connection is to be cut. */
export const CUT_CONNECTION = Symbol('cut the connection');

export type Answer = ApiReply | typeof CUT_CONNECTION;

/** Turns a thrown refusal into its reply; anything else is a defect of the simulation and says so with 500. */
export function replyOf(error: unknown, body: (refusal: ApiError) => unknown): ApiReply {
  const refusal =
    error instanceof ApiError
      ? error
      : new ApiError(
          500,
          'simulationDefect',
          `The simulated tenant failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
  return { status: refusal.status, headers: refusal.headers, body: body(refusal) };
}

/** What a fault rule answers instead; undefined when it only delays. */
export function faultAnswer(rule: FaultRule, body: (refusal: ApiError) => unknown): Answer | undefined {
  if (rule.status === undefined) return undefined;
  if (rule.status === 0) return CUT_CONNECTION;
  const headers: Record<string, string> =
    rule.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(rule.retryAfterSeconds) };
  const code = rule.code ?? FAULT_CODES[rule.status] ?? 'generalException';
  const refusal = new ApiError(rule.status, code, rule.message ?? `Fault rule ${rule.id} struck.`, headers);
  return { status: rule.status, headers, body: body(refusal) };
}

const FAULT_CODES: Readonly<Record<number, string>> = {
  400: 'Request_BadRequest',
  401: 'InvalidAuthenticationToken',
  403: 'Authorization_RequestDenied',
  404: 'Request_ResourceNotFound',
  409: 'Conflict',
  410: 'Gone',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
};

/** Headers that every answer carries. */
export function commonHeaders(request: ApiRequest, requestId: string, nowMs: number): Record<string, string> {
  const clientRequestId = request.headers['client-request-id'] ?? request.headers['x-ms-client-request-id'];
  return {
    date: new Date(nowMs).toUTCString(),
    'cache-control': 'no-cache',
    'request-id': requestId,
    ...(clientRequestId === undefined ? {} : { 'client-request-id': clientRequestId }),
  };
}
