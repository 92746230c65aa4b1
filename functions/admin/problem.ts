import type { HttpResponseInit } from '@azure/functions';

/** What can be wrong with a request to the admin API. */
export type ProblemKind =
  'unauthenticated' | 'forbidden' | 'invalid' | 'not-found' | 'precondition-failed' | 'precondition-required';

const STATUS: Record<ProblemKind, number> = {
  unauthenticated: 401,
  forbidden: 403,
  invalid: 400,
  'not-found': 404,
  'precondition-failed': 412,
  'precondition-required': 428,
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
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ type: `urn:gatehouse:problem:${kind}`, title: kind, status, detail, ...extra }),
  };
}
