import {
  createServer as createHttp,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer as createNet, type AddressInfo, type Socket } from 'node:net';
import type { ApiReply, ApiRequest } from './api-call';
import { CUT_CONNECTION, type Answer } from './answer';

const TLS_HANDSHAKE = 0x16;
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

export type Answering = (request: ApiRequest) => Promise<Answer>;

export interface LoopbackServer {
  port: number;
  /** Refuses new connections, ends the open ones. */
  close(): Promise<void>;
}

/**
 * Serves http and https on one loopback port: the first byte of a connection tells which it is. Microsoft's
 * Graph and ARM clients send tokens over TLS only; the managed-identity endpoint is plain http by protocol.
 */
export async function listenOnLoopback(
  port: number,
  tls: { key: string; cert: string },
  answering: Answering,
): Promise<LoopbackServer> {
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void =>
    void serve(incoming, outgoing, answering);
  const http = createHttp({ keepAliveTimeout: 60_000 }, listener);
  const https = createHttps({ ...tls, keepAliveTimeout: 60_000 }, listener);
  const open = new Set<Socket>();
  const front = createNet({ pauseOnConnect: false }, (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (first: Buffer) => hand(socket, first, first[0] === TLS_HANDSHAKE ? https : http));
  });
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject);
    front.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (front.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        front.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function hand(socket: Socket, first: Buffer, server: Server): void {
  socket.pause();
  socket.unshift(first);
  server.emit('connection', socket);
  process.nextTick(() => socket.resume());
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answering: Answering,
): Promise<void> {
  try {
    const text = await read(incoming);
    const answer = text === undefined ? tooLarge : await answering(toRequest(incoming, text));
    if (answer === CUT_CONNECTION) incoming.socket.destroy();
    else send(outgoing, answer);
  } catch {
    // The client went away in the middle of its request: there is nobody to answer.
    incoming.socket.destroy();
  }
}

const tooLarge: ApiReply = {
  status: 413,
  body: { error: { code: 'RequestEntityTooLarge', message: 'The body is too large.' } },
};

async function read(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= BODY_LIMIT_BYTES) chunks.push(chunk);
  }
  return bytes > BODY_LIMIT_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
}

function toRequest(incoming: IncomingMessage, text: string): ApiRequest {
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  const headers = Object.entries(incoming.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return {
    method: incoming.method ?? 'GET',
    url,
    path: (mark < 0 ? url : url.slice(0, mark)).replace(/\/{2,}/g, '/'),
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: parseBody(text, incoming.headers['content-type'] ?? ''),
  };
}

function parseBody(text: string, type: string): unknown {
  if (text === '') return undefined;
  if (type.includes('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Whoever wants JSON finds text and refuses it in the words of its own protocol.
    return text;
  }
}

function send(outgoing: ServerResponse, reply: ApiReply): void {
  const { status, headers = {}, body } = reply;
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const type =
    typeof body === 'object' && headers['content-type'] === undefined
      ? { 'content-type': 'application/json; charset=utf-8' }
      : {};
  outgoing.writeHead(status, {
    ...type,
    ...headers,
    ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(text) }),
  });
  outgoing.end(status === 204 ? undefined : text);
}
