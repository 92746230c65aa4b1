import { z } from 'zod';
import { CUT_CONNECTION, type Answer } from './answer';
import type { ApiReply, ApiRequest } from './api-call';

const inner = z.looseObject({
  id: z.string().min(1),
  method: z.string().toUpperCase(),
  url: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).default([]),
});
const batch = z.looseObject({ requests: z.array(inner).min(1) });
type Inner = z.output<typeof inner>;

interface InnerAnswer {
  id: string;
  status: number;
  headers: Record<string, string>;
  body?: unknown;
}

const MOST_REQUESTS = 20;

/**
 * `$batch` (Graph: JSON batching, 2025-02-21): up to 20 requests, each charged, checked and answered on its own.
 * A request that depends on a failed one is 424. Answers come in another order than the requests.
 */
export async function answerBatch(
  request: ApiRequest,
  answer: (inner: ApiRequest) => Promise<Answer>,
): Promise<ApiReply> {
  const parsed = batch.safeParse(request.body);
  if (!parsed.success)
    return refused(`Invalid batch payload format: ${parsed.error.issues[0]?.message ?? ''}`);
  const { requests } = parsed.data;
  if (requests.length > MOST_REQUESTS)
    return refused(`Batch size exceeds the maximum of ${MOST_REQUESTS} requests.`);
  const ids = new Set(requests.map(({ id }) => id));
  if (ids.size < requests.length) return refused('Request id must be unique within a batch.');
  if (requests.some(({ dependsOn }) => dependsOn.some((id) => !ids.has(id))))
    return refused('dependsOn names a request that is not in the batch.');
  const answered = new Map<string, InnerAnswer>();
  for (const one of requests) answered.set(one.id, await answerInner(request, one, answered, answer));
  return { status: 200, body: { responses: [...answered.values()].reverse() } };
}

async function answerInner(
  outer: ApiRequest,
  one: Inner,
  answered: ReadonlyMap<string, InnerAnswer>,
  answer: (inner: ApiRequest) => Promise<Answer>,
): Promise<InnerAnswer> {
  const isDependencyFailed = one.dependsOn.some((id) => (answered.get(id)?.status ?? 424) >= 400);
  if (isDependencyFailed)
    return failed(one.id, 424, 'FailedDependency', 'A request this one depends on has failed.');
  const result = await answer(innerRequest(outer, one));
  if (result === CUT_CONNECTION)
    return failed(one.id, 504, 'GatewayTimeout', 'The service behind this request did not answer.');
  return {
    id: one.id,
    status: result.status,
    headers: { ...result.headers },
    ...(result.body === undefined ? {} : { body: result.body }),
  };
}

function innerRequest(outer: ApiRequest, one: Inner): ApiRequest {
  const version = /^\/(v1\.0|beta)/i.exec(outer.path)?.[0] ?? '/v1.0';
  const url = `${version}${one.url.startsWith('/') ? '' : '/'}${one.url}`;
  const mark = url.indexOf('?');
  const headers = Object.fromEntries(
    Object.entries(one.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    method: one.method,
    url,
    path: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    headers: { ...headers, authorization: outer.headers['authorization'] ?? '' },
    body: one.body,
  };
}

function failed(id: string, status: number, code: string, message: string): InnerAnswer {
  return { id, status, headers: {}, body: { error: { code, message } } };
}

function refused(message: string): ApiReply {
  return { status: 400, body: { error: { code: 'BadRequest', message } } };
}
