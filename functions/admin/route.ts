import type { z } from 'zod';
import type { AdminRole, Caller } from './authorise';
import type { ProblemKind, ProblemResponse } from './problem';
import { requestErrors, type RequestError } from './request-errors';

/** What a handler of a route gets: everything checked against the route's schemas. */
export interface AdminRequest<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  /** Who asks. {@link ANYBODY} only where the route's role is `anybody` and no token came. */
  caller: Caller;
  headers: Headers;
  now: Date;
}

/** What a handler answers where nothing is wrong. */
export interface Reply<T> {
  status: number;
  body: T;
  headers: Record<string, string>;
  /** What the audit is told of the outcome, not sent: what it was done to where that is known only now, and details. */
  audited?: { target?: string; detail?: Record<string, unknown> };
}

/** A reply with `body`: 200 unless told; `etag` is what the next conditional write must name. */
export function reply<T>(
  body: T,
  options: { status?: number; etag?: string; audited?: Reply<T>['audited'] } = {},
): Reply<T> {
  const { status = 200, etag, audited } = options;
  return { status, body, headers: etag === undefined ? {} : { etag }, ...(audited && { audited }) };
}

/** What the audit is told of a request that changes something. */
export interface AuditSubject {
  /** A verb and a noun, for example `put-policy`. */
  action: string;
  /** For example `partner/contoso`. */
  target: string;
  plan?: string | undefined;
  reason?: string | undefined;
  ticket?: string | undefined;
  /** What else belongs to it: ids and words, no mail address, no token. */
  detail?: Record<string, unknown>;
}

/** Whoever asks without a token where none is needed. */
export const ANYBODY: Caller = { kind: 'person', objectId: 'anybody', roles: [] };

type Shape = z.ZodObject;

/** One route of the admin API as its author writes it: `D` is what the handler needs of the app. */
export interface RouteSpec<P extends Shape, Q extends Shape, B extends z.ZodType, A extends z.ZodType, D> {
  /** Name of the function; also the operation id of the OpenAPI document. */
  name: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api/`, with a `{name}` for each parameter. */
  path: string;
  /** The least role that may ask. `anybody`: no token is needed; one that comes must hold the reader's role. */
  role: AdminRole | 'anybody';
  /** One line for the document. */
  summary: string;
  description?: string;
  /** One schema for each `{name}`: ids that are GUIDs, names of partners, hashes. Nothing else passes. */
  params: P;
  /** Unknown query parameters are refused: a typing mistake must not widen a list. */
  query: Q;
  body: B | null;
  answer: A;
  /** The status of success beside 200, where there is one. */
  success?: 201 | 202;
  /** The answer carries an ETag, and writes must name it. */
  isConditional?: boolean;
  /** A POST that only asks: its body may not stand in an address. Nothing of it is kept. */
  isQuestion?: boolean;
  /** What the audit is told. Every route has it that is neither a GET nor a question (a test looks). */
  audit?(request: AdminRequest<z.output<P>, z.output<Q>, z.output<B>>): AuditSubject;
  /** What may be wrong beside a bad request, a missing token and a missing role. */
  problems?: readonly ProblemKind[];
  /**
   * Answers. On a POST it must be safe to repeat: a request whose process died in the middle is run again when it
   * is sent again with its idempotency key.
   */
  handle(
    request: AdminRequest<z.output<P>, z.output<Q>, z.output<B>>,
    deps: D,
  ): Promise<Reply<z.input<A>> | ProblemResponse>;
}

/** A request before anything of it is checked. */
export interface RawRequest {
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  caller: Caller;
  headers: Headers;
  now: Date;
}

/** A request that fits its route: all that is left is to do it. */
export interface AcceptedRequest<D> {
  /** What the audit is told; undefined where nothing changes. */
  audit: AuditSubject | undefined;
  perform(deps: D): Promise<Reply<unknown> | ProblemResponse>;
}

/** One route, its types known to itself alone, so that a table can hold it. */
export interface AdminRoute<D> extends Omit<
  RouteSpec<Shape, Shape, z.ZodType, z.ZodType, D>,
  'handle' | 'description' | 'problems' | 'audit'
> {
  description: string;
  problems: readonly ProblemKind[];
  isAudited: boolean;
  /** Checks a request against the schemas; gives every error there is, or the request ready to be done. */
  accept(raw: RawRequest): { errors: RequestError[] } | AcceptedRequest<D>;
}

/** Makes a route of the table: what comes in is parsed, what is wrong is said with its place. */
export function route<P extends Shape, Q extends Shape, B extends z.ZodType, A extends z.ZodType, D>(
  spec: RouteSpec<P, Q, B, A, D>,
): AdminRoute<D> {
  const { description = '', problems = [], ...rest } = spec;
  return {
    ...rest,
    description,
    problems,
    isAudited: spec.audit !== undefined,
    accept: ({ params, query, body, ...request }) => {
      const parsed = {
        params: spec.params.safeParse(params),
        query: spec.query.safeParse(queryRecord(query)),
        body: spec.body?.safeParse(body),
      };
      const errors = [
        ...requestErrors(parsed.params.error),
        ...requestErrors(parsed.query.error),
        ...requestErrors(parsed.body?.error),
      ];
      if (errors.length > 0 || !parsed.params.success || !parsed.query.success) return { errors };
      const checked = {
        ...request,
        params: parsed.params.data,
        query: parsed.query.data,
        // Without a schema there is no body: B is then `never` and nobody reads it.
        body: parsed.body?.data as z.output<B>,
      };
      return { audit: spec.audit?.(checked), perform: (deps) => spec.handle(checked, deps) };
    },
  };
}

/** A parameter that comes twice becomes a list, which no schema takes. */
function queryRecord(query: URLSearchParams): Record<string, unknown> {
  const names = new Set(query.keys());
  return Object.fromEntries(
    [...names].map((name) => {
      const all = query.getAll(name);
      return [name, all.length === 1 ? all[0] : all];
    }),
  );
}
