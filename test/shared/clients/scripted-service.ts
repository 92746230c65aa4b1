import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TokenCredential } from '@azure/core-auth';
import { ensureDevelopmentCertificate } from '../../../local/certificate/development-certificate';

/** One answer of the script. `reset` cuts the connection, `hang` never answers. */
export interface ScriptedAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** Sent as JSON, or as it is when it is text. */
  body?: unknown;
  instead?: 'reset' | 'hang';
}

/** What came in. */
export interface ReceivedRequest {
  method: string;
  /** Path and query, decoded. */
  url: string;
  rawUrl: string;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
}

export interface ScriptedService {
  url: string;
  received: ReceivedRequest[];
  /** Answers for the requests to come, in order; beyond them 599. */
  answer(...answers: (ScriptedAnswer | ((request: ReceivedRequest) => ScriptedAnswer))[]): void;
  stop(): Promise<void>;
}

const running = new Set<ScriptedService>();

/** An https service on a free loopback port that answers as told; `stopServices` ends it. */
export async function scriptedService(): Promise<ScriptedService> {
  const { certificatePath, keyPath } = await ensureDevelopmentCertificate('.local');
  const script: Parameters<ScriptedService['answer']> = [];
  const received: ReceivedRequest[] = [];
  const server = createServer(
    { cert: readFileSync(certificatePath), key: readFileSync(keyPath) },
    (request, response) => {
      void bodyOf(request).then((body) => {
        const rawUrl = request.url ?? '';
        const seen = {
          method: request.method ?? '',
          url: decodeURIComponent(rawUrl),
          rawUrl,
          headers: request.headers,
          body,
        };
        received.push(seen);
        const next = script.shift() ?? { status: 599, body: 'The script has no further answer' };
        play(typeof next === 'function' ? next(seen) : next, response);
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const service = {
    url: `https://127.0.0.1:${port}`,
    received,
    answer: (...answers: typeof script) => void script.push(...answers),
    stop: () => stopped(server),
  };
  running.add(service);
  return service;
}

/** For afterEach. */
export async function stopServices(): Promise<void> {
  await Promise.all([...running].map((service) => service.stop()));
  running.clear();
}

/** A credential whose token is always the same text; `scopes` collects what was asked for. */
export function staticCredential(scopes: string[] = []): TokenCredential {
  return {
    getToken: async (asked) => {
      scopes.push(...[asked].flat());
      return { token: 'token-of-the-test', expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
}

/** Graph's and Resource Manager's documented error body. */
export const errorBody = (code: string, message = 'text of the service') => ({ error: { code, message } });

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}

function play(answer: ScriptedAnswer, response: ServerResponse): void {
  if (answer.instead === 'hang') return;
  if (answer.instead === 'reset') return void response.destroy();
  const isText = typeof answer.body === 'string';
  response.writeHead(answer.status ?? 200, {
    'content-type': isText ? 'text/html' : 'application/json',
    ...answer.headers,
  });
  response.end(answer.body === undefined ? undefined : isText ? answer.body : JSON.stringify(answer.body));
}

function stopped(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
