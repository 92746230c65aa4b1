import type { HttpResponseInit } from '@azure/functions';

/** What can be wrong with a request to the admin API. */
export type ProblemKind =
  | 'unauthenticated'
  | 'forbidden'
  | 'invalid'
  | 'not-found'
  | 'precondition-failed'
  | 'precondition-required'
  | 'unavailable';

/** What HTTP wants beside some of the answers (RFC 9110, 11.6.1 and 10.2.3). */
const HEADERS: Partial<Record<ProblemKind, Record<string, string>>> = {
  unauthenticated: { 'www-authenticate': 'Bearer' },
  unavailable: { 'retry-after': '10' },
};

const STATUS: Record<ProblemKind, number> = {
  unauthenticated: 401,
  forbidden: 403,
  invalid: 400,
  'not-found': 404,
  'precondition-failed': 412,
  'precondition-required': 428,
  unavailable: 503,
};

/** An RFC 9457 problem document. `detail` says what happened and what to do next. */
export function problem(
  kind: ProblemKind,
  detail: string,
  extra: Record<string, unknown> = {},
): HttpResponseInit {
  const status = STATUS[kind];
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...HEADERS[kind] },
    body: JSON.stringify({ type: `urn:gatehouse:problem:${kind}`, title: kind, status, detail, ...extra }),
  };
}
