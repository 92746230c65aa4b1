import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer: a status with an error code and headers, a connection cut off, or no answer at all. */
export type ScriptedAnswer =
  { status: number; code?: string; headers?: Record<string, string> } | 'cut' | 'silence';

export interface ScriptedService {
  connectionString: string;
  /** Method and path of every request so far. */
  requests: string[];
  stop(): Promise<void>;
}

/** A table service that gives `answers` in turn, and the last one for ever. Tables are always made. */
export async function startScriptedService(...answers: ScriptedAnswer[]): Promise<ScriptedService> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const path = new URL(request.url ?? '/', 'http://service').pathname;
    if (path.endsWith('/Tables')) return void response.writeHead(204).end();
    requests.push(`${request.method ?? ''} ${path}`);
    answerBy(answers[Math.min(requests.length, answers.length) - 1] ?? 'cut', response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/account`;
  return {
    requests,
    connectionString: `DefaultEndpointsProtocol=http;AccountName=account;AccountKey=a2V5;TableEndpoint=${url}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerBy(answer: ScriptedAnswer, response: ServerResponse): void {
  if (answer === 'silence') return;
  if (answer === 'cut') return void response.destroy();
  const body = { 'odata.error': { code: answer.code ?? '', message: { lang: 'en-US', value: 'scripted' } } };
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  response.end(JSON.stringify(body));
}
