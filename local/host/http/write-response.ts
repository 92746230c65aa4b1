import { type ServerResponse } from 'node:http';
import { type TypedData } from '../app/registered-function';
import { type RpcCookie, setCookieHeader } from './set-cookie';

interface RpcHttpResponse {
  statusCode?: string;
  headers?: Record<string, string>;
  cookies?: RpcCookie[];
  body?: { bytes?: Uint8Array } | null;
}

/** Headers that describe the connection are the server's to set. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'upgrade',
  'trailer',
  'te',
]);

/**
 * Answers with what an HTTP function returned. No value is 204; anything that is not an HTTP response is 500
 * without a body; a response without content is empty, whatever else was returned (all recorded).
 */
export function writeFunctionResponse(response: ServerResponse, returned: TypedData | undefined): void {
  if (returned === undefined) {
    writeEmpty(response, 204);
    return;
  }
  const http = returned.http as RpcHttpResponse | undefined;
  const status = Number(http?.statusCode);
  if (!http || !Number.isInteger(status)) {
    writeEmpty(response, 500);
    return;
  }
  writeHeaders(response, http);
  const bytes = http.body?.bytes;
  if (bytes === undefined || bytes.length === 0) {
    writeEmpty(response, status);
    return;
  }
  prepare(response, status);
  response.write(bytes); // Written apart from the end, so that it goes out chunked, as recorded.
  response.end();
}

function writeHeaders(response: ServerResponse, http: RpcHttpResponse): void {
  for (const [name, value] of Object.entries(http.headers ?? {})) {
    if (!HOP_BY_HOP.has(name.toLowerCase())) response.setHeader(name, value);
  }
  const cookies = (http.cookies ?? []).map(setCookieHeader);
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
}

/** Answers without a body: `content-length: 0` unless the status or a HEAD request forbids it. */
export function writeEmpty(response: ServerResponse, status: number): void {
  prepare(response, status);
  const isBare = status === 204 || status === 304 || response.req.method === 'HEAD';
  if (!isBare) response.setHeader('content-length', 0);
  response.end();
}

/** Answers with JSON of the host's own. */
export function writeJson(response: ServerResponse, status: number, value: unknown): void {
  prepare(response, status);
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(value));
}

function prepare(response: ServerResponse, status: number): void {
  response.statusCode = status;
  if (status === 418) response.statusMessage = "I'm a teapot"; // Node spells it with a capital T.
}

/**
 * Gives every answer the headers the recordings show: `server`, and nothing about the connection unless the
 * client asked to close it.
 */
export function likeRecordedServer(response: ServerResponse): void {
  response.setHeader('server', 'Kestrel');
  const asked = response.req.headers.connection?.toLowerCase() ?? '';
  if (!asked.includes('close')) response.removeHeader('connection');
}
