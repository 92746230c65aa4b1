import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from './api-error';
import { checkedAnswer, parsedAnswer } from './api-answer';

/** A value and the version its next write must name. */
export interface Versioned<T> {
  value: T;
  etag: string;
}

type Query = Readonly<Record<string, string | number | undefined>>;

/**
 * The admin API of one installation. Paths lie below `/api/`. Everything throws ApiError on anything but success.
 * What says "not now" is asked again, three times in all: no question and no POST is harmed by that.
 */
export interface ApiClient {
  get<T>(path: string, query?: Query): Promise<T>;
  /** As {@link get}, with the ETag for a conditional write. */
  getVersioned<T>(path: string): Promise<Versioned<T>>;
  /** Every entry of a list that comes in pages; `name` is the list's own in the answer. */
  list<T>(path: string, name: string, query?: Query): AsyncIterable<T>;
  /** POST under an idempotency key: `key` where the caller repeats an earlier request, a new one otherwise. */
  post<T>(path: string, body?: unknown, key?: string): Promise<T>;
  /** PUT of a new thing (`etag` null), or of a change to the version that was read; `headers` say what the body cannot. */
  put<T>(path: string, body: unknown, etag: string | null, headers?: Record<string, string>): Promise<T>;
}

const TIME_LIMIT_MS = 60_000;
const ATTEMPTS = 3;
const LONGEST_WAIT_SECONDS = 10;

interface Call {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Speaks to the API at `baseUrl`; `token` gives an access token for it, each time it is needed. */
export function apiClient(
  baseUrl: string,
  token: () => Promise<string>,
  wait: (seconds: number) => Promise<unknown> = (seconds) => sleep(seconds * 1000),
): ApiClient {
  const base = `${baseUrl.replace(/\/+$/, '')}/api/`;
  const send = async (call: Call): Promise<Response> => {
    const url = base + call.path;
    for (let attempt = 1; ; attempt += 1) {
      const response = await reach(url, {
        method: call.method,
        headers: { accept: 'application/json', ...call.headers, authorization: `Bearer ${await token()}` },
        ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
        signal: AbortSignal.timeout(TIME_LIMIT_MS),
      });
      const isLater = response.status === 503 || response.status === 429;
      if (!isLater || attempt === ATTEMPTS) return checkedAnswer(call.method, url, response);
      await response.body?.cancel();
      await wait(Math.min(Number(response.headers.get('retry-after') ?? 1) || 1, LONGEST_WAIT_SECONDS));
    }
  };
  const json = async (call: Call) => parsedAnswer(base + call.path, await send(call));
  const withJson = { 'content-type': 'application/json' };
  return {
    get: async <T>(path: string, query?: Query): Promise<T> =>
      (await json({ method: 'GET', path: withQuery(path, query) })) as T,
    getVersioned: async <T>(path: string): Promise<Versioned<T>> => {
      const response = await send({ method: 'GET', path });
      const etag = response.headers.get('etag') ?? '';
      return { value: (await parsedAnswer(base + path, response)) as T, etag };
    },
    list: (path, name, query) =>
      pages((page) => json({ method: 'GET', path: withQuery(path, { ...query, ...page }) }), name),
    post: async <T>(path: string, body: unknown = {}, key: string = randomUUID()): Promise<T> => {
      const headers = { ...withJson, 'idempotency-key': key };
      return (await json({ method: 'POST', path, body, headers })) as T;
    },
    put: async <T>(path: string, body: unknown, etag: string | null, headers = {}): Promise<T> => {
      const condition = etag === null ? { 'if-none-match': '*' } : { 'if-match': etag };
      const all = { ...headers, ...withJson, ...condition };
      return (await json({ method: 'PUT', path, body, headers: all })) as T;
    },
  };
}

async function* pages<T>(read: (page: Query) => Promise<unknown>, name: string): AsyncGenerator<T> {
  let next: string | null = null;
  do {
    const page = (await read(next === null ? {} : { continue: next })) as Record<string, unknown>;
    yield* page[name] as T[];
    next = page['next'] as string | null;
  } while (next !== null);
}

function withQuery(path: string, query: Query = {}): string {
  const told = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return told.length === 0 ? path : `${path}?${told.join('&')}`;
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new ApiError(
      `${url} does not answer (${cause}). Is the address right, and does Gatehouse run there?`,
      'unreachable',
    );
  }
}
