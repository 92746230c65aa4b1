import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Notice {
  subscriptionId: string;
  changeType: string;
  clientState: string;
  resource: string;
  lifecycleEvent?: string;
  resourceData?: { id: string; 'members@delta'?: { id: string; '@removed'?: string }[] };
}

/** A product's webhook: answers the handshake, keeps what it is told, answers as the test says. */
export interface Webhook {
  url: string;
  notices: Notice[];
  /** Number of POSTs with notices. */
  posts: () => number;
  handshakes: string[];
  /** Status of the answers from now on. */
  answerWith: (status: number) => void;
  answerHandshakeWith: (answer: (token: string) => { status: number; type: string; body: string }) => void;
  close: () => Promise<void>;
}

const running = new Set<Server>();

/** Starts a webhook on a free port; `stopWebhooks` ends it. */
export async function startWebhook(): Promise<Webhook> {
  const notices: Notice[] = [];
  const handshakes: string[] = [];
  let posts = 0;
  let status = 202;
  let handshake = (token: string): { status: number; type: string; body: string } => ({
    status: 200,
    type: 'text/plain',
    body: token,
  });
  const server = createServer((request, response) => {
    void (async () => {
      const token = new URL(request.url ?? '', 'http://localhost').searchParams.get('validationToken');
      const body = await text(request);
      if (token !== null) {
        handshakes.push(request.url ?? '');
        const answer = handshake(token);
        response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
        return;
      }
      posts += 1;
      if (status < 300) notices.push(...(JSON.parse(body) as { value: Notice[] }).value);
      response.writeHead(status).end();
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  running.add(server);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/graph-notifications`,
    notices,
    posts: () => posts,
    handshakes,
    answerWith: (next) => (status = next),
    answerHandshakeWith: (next) => (handshake = next),
    close: () => close(server),
  };
}

/** For afterEach. */
export async function stopWebhooks(): Promise<void> {
  await Promise.all([...running].map(close));
}

async function close(server: Server): Promise<void> {
  if (!running.delete(server)) return;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

async function text(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
