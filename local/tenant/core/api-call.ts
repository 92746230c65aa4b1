import type { z } from 'zod';
import { badRequest, notSimulated } from './api-error';
import type { TenantContext } from './tenant-context';

/** Who calls, as the checked access token says. */
export interface Caller {
  kind: 'app' | 'user';
  /** Object id of the service principal or of the user. */
  objectId: string;
  appId: string;
  tenantId: string;
  /** Application permissions (`roles`) of an app, delegated ones (`scp`) of a user. */
  permissions: ReadonlySet<string>;
}

/** A request as it came in, before anybody understood it. */
export interface ApiRequest {
  method: string;
  /** Path and query as sent. */
  url: string;
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** Parsed JSON, form fields, text, or undefined. */
  body: unknown;
}

export interface ApiReply {
  status: number;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, or as it is when it is a string. */
  body?: unknown;
}

/** What a resource's function gets: the request, who asks, and the tenant. */
export interface ApiCall extends ApiRequest {
  /** The parts of the path named in the route, percent-decoded. */
  params: Readonly<Record<string, string>>;
  caller: Caller;
  tenant: TenantContext;
  requestId: string;
  /** For Graph `https://host:port/v1.0` or `/beta`; for ARM `https://host:port`. */
  baseUrl: string;
}

export type ApiHandler<C extends ApiCall = ApiCall> = (call: C) => ApiReply | Promise<ApiReply>;

/** The named part of the path; routes guarantee it. */
export function param(call: ApiCall, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`Route of ${call.method} ${call.path} has no part {${name}}`);
  return value;
}

/** The body as `schema` describes it; 400 with the first trouble otherwise. */
export function bodyOf<S extends z.ZodType>(
  call: ApiCall,
  schema: S,
  code = 'Request_BadRequest',
): z.output<S> {
  const parsed = schema.safeParse(call.body ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  // The service may know the property; here it would be forgotten.
  if (issue?.code === 'unrecognized_keys') {
    throw notSimulated(call.method, call.url, `property ${[...issue.path, ...issue.keys].join('.')}`);
  }
  const where = issue === undefined ? '' : issue.path.join('.');
  throw badRequest(
    `Invalid value specified for property '${where}' of the request body: ${issue?.message ?? ''}.`,
    code,
  );
}

export const ok = (body: unknown, headers: Readonly<Record<string, string>> = {}): ApiReply => ({
  status: 200,
  body,
  headers,
});
export const created = (body: unknown, headers: Readonly<Record<string, string>> = {}): ApiReply => ({
  status: 201,
  body,
  headers,
});
export const accepted = (headers: Readonly<Record<string, string>> = {}, body?: unknown): ApiReply => ({
  status: 202,
  headers,
  ...(body === undefined ? {} : { body }),
});
export const noContent = (): ApiReply => ({ status: 204 });
