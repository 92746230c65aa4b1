import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { gatehouseProgram } from '../../../admin/cli/gatehouse-program';
import type { Terminal } from '../../../admin/cli/terminal';

/** What the API of a test answers. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body: unknown;
}
export interface Asked {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: unknown;
}

/** The command beside an API that answers what the test says. */
export interface CliUnderTest {
  url: string;
  /** What was asked, oldest first. */
  asked: Asked[];
  /** Answers by method and path, for example `GET guests`; a list answers one after the other, the last for good. */
  answers: Map<string, Answer | Answer[]>;
  run(
    args: string[],
    terminal?: Partial<Terminal>,
    env?: Record<string, string>,
  ): Promise<{ text: string; notes: string; code: number | undefined }>;
  stop(): Promise<unknown>;
}

export async function cliUnderTest(): Promise<CliUnderTest> {
  const asked: Asked[] = [];
  const answers: CliUnderTest['answers'] = new Map();
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const path = (request.url ?? '').replace('/api/', '');
    const method = request.method ?? '';
    const sent = await textOf(request);
    asked.push({ method, path, headers: request.headers, body: sent === '' ? null : JSON.parse(sent) });
    const found = answers.get(`${method} ${path}`);
    const one = Array.isArray(found) ? (found.length > 1 ? found.shift() : found[0]) : found;
    const {
      status = 200,
      headers = {},
      body,
    } = one ?? {
      status: 404,
      body: { detail: `the test has no answer to ${method} ${path}` },
    };
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    asked,
    answers,
    run: async (args, own = {}, env = {}) => {
      const [said, notes] = [[] as string[], [] as string[]];
      let code: number | undefined;
      const terminal = {
        print: (text: string) => void said.push(text),
        note: (text: string) => void notes.push(text),
        exitWith: (exit: number) => void (code = exit),
        wait: () => Promise.resolve(),
        ...own,
      };
      const program = gatehouseProgram(
        { GATEHOUSE_URL: url, GATEHOUSE_TOKEN: 'the-token', ...env },
        terminal,
      );
      await program.parseAsync(args, { from: 'user' });
      return { text: said.join('\n'), notes: notes.join(''), code };
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

export const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));
