import { type IncomingMessage } from 'node:http';
import { type RouteValues } from './route-template';

type NullableMap = Record<string, { value: string }>;

/** The `http` member of TypedData, as the host fills it for a worker with today's capabilities (facts 1.5). */
export interface HttpRequestData {
  method: string;
  url: string;
  nullableHeaders: NullableMap;
  nullableQuery: NullableMap;
  nullableParams: NullableMap;
  body?: { bytes: Uint8Array };
}

/**
 * Describes a request to the library. Repeated headers and query keys arrive joined by commas (recorded), header
 * names in lower case, the URL absolute and as sent.
 */
export function httpRequestData(
  request: IncomingMessage,
  params: RouteValues,
  body: Uint8Array | undefined,
): HttpRequestData {
  return {
    method: request.method ?? 'GET',
    url: requestUrl(request),
    nullableHeaders: nullable(joinedHeaders(request.rawHeaders)),
    nullableQuery: nullable(joinedQuery(request.url ?? '/')),
    nullableParams: nullable(Object.entries(params)),
    ...(body === undefined ? {} : { body: { bytes: body } }),
  };
}

/** The absolute URL of a request, from its Host header. */
export function requestUrl(request: IncomingMessage): string {
  const target = request.url ?? '/';
  return target.startsWith('/') ? `http://${request.headers.host ?? '127.0.0.1'}${target}` : target;
}

/** Headers by lower-case name, repeated ones joined by a comma. */
export function joinedHeaders(rawHeaders: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index]?.toLowerCase() ?? '', rawHeaders[index + 1] ?? '']);
  }
  return joined(pairs);
}

function joinedQuery(target: string): [string, string][] {
  const start = target.indexOf('?');
  return start < 0 ? [] : joined([...new URLSearchParams(target.slice(start + 1))]);
}

/** The host's collections ignore case: the first spelling of a name names all of its values. */
function joined(pairs: readonly (readonly [string, string])[]): [string, string][] {
  const byName = new Map<string, [string, string]>();
  for (const [name, value] of pairs) {
    const known = byName.get(name.toLowerCase());
    byName.set(name.toLowerCase(), known ? [known[0], `${known[1]},${value}`] : [name, value]);
  }
  return [...byName.values()];
}

function nullable(pairs: readonly (readonly [string, string])[]): NullableMap {
  return Object.fromEntries(pairs.map(([name, value]) => [name, { value }]));
}
