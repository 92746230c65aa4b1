import type { HttpResponseInit } from '@azure/functions';

/** What can be wrong with a request to the admin API, and the status that says so. */
const STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'precondition-failed': 412,
  'too-large': 413,
  'unsupported-media-type': 415,
  'key-reused': 422,
  'precondition-required': 428,
  'internal-error': 500,
  'tenant-refused': 502,
  unavailable: 503,
} as const;
export type ProblemKind = keyof typeof STATUS;

/** What HTTP wants beside some of the answers (RFC 9110, 11.6.1 and 10.2.3). */
const HEADERS: Partial<Record<ProblemKind, Record<string, string>>> = {
  unauthenticated: { 'www-authenticate': 'Bearer' },
  unavailable: { 'retry-after': '10' },
};

/** A problem document as an answer; `problem` names its kind to our own code: the library sends what it knows. */
export interface ProblemResponse extends HttpResponseInit {
  problem: ProblemKind;
  status: number;
}

/** An RFC 9457 problem document. `detail` says what happened and what to do next. */
export function problem(
  kind: ProblemKind,
  detail: string,
  extra: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): ProblemResponse {
  const status = STATUS[kind];
  return {
    problem: kind,
    status,
    headers: { 'content-type': 'application/problem+json', ...HEADERS[kind], ...headers },
    body: JSON.stringify({ type: `urn:gatehouse:problem:${kind}`, title: kind, status, detail, ...extra }),
  };
}

/** The status a kind of problem is answered with. */
export const problemStatus = (kind: ProblemKind): number => STATUS[kind];
