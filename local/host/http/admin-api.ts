import { type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { type RegisteredFunction } from '../app/registered-function';
import { sameName } from '../app/registrations';
import { readBody } from './read-body';
import { writeEmpty, writeJson } from './write-response';

/** Runs one function by hand; resolves when it was accepted, rejects with the reason when its kind cannot be. */
export type RunByHand = (metadata: RegisteredFunction, input: string) => void;

/** What the admin API needs to know of its host. */
export interface AdminParts {
  functions: readonly RegisteredFunction[];
  runByHand: RunByHand;
  /** When the host began to listen, in milliseconds since 1970. */
  startedAtMs: number;
}

/** The host version whose recorded behaviour this host reproduces. */
const HOST_VERSION = '4.1037.0.0';

const manualInput = z.object({ input: z.string().optional() });

/**
 * Answers below `/admin/`: `GET host/status`, `GET host/ping`, `GET functions`, and `POST functions/{name}` with
 * `{"input": "text"}`, which runs a function that has no route, and answers 202 without waiting for it.
 */
export async function serveAdmin(
  parts: AdminParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '').replace(/\?.*$/, '').replace(/\/$/, '').toLowerCase();
  const name = /^\/admin\/functions\/([^/]+)$/.exec(path)?.[1];
  if (request.method === 'POST' && name !== undefined) {
    await runFunction(parts, decodeURIComponent(name), request, response);
  } else if (path === '/admin/host/status') {
    writeJson(response, 200, status(parts.startedAtMs));
  } else if (path === '/admin/host/ping') {
    writeEmpty(response, 200);
  } else if (path === '/admin/functions' && request.method === 'GET') {
    writeJson(
      response,
      200,
      parts.functions.map(({ name: functionName, bindings }) => ({
        name: functionName,
        config: { name: functionName, bindings: Object.values(bindings) },
      })),
    );
  } else {
    writeEmpty(response, 404);
  }
}

async function runFunction(
  parts: AdminParts,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const metadata = parts.functions.find((known) => sameName(known.name, name));
  if (!metadata) {
    writeEmpty(response, 404);
    return;
  }
  const body = Buffer.from((await readBody(request)) ?? []).toString('utf8');
  const parsed = manualInput.safeParse(parseJson(body === '' ? '{}' : body));
  if (!parsed.success) {
    writeJson(response, 400, { error: 'The body must be JSON such as {"input": "text"}.' });
    return;
  }
  try {
    parts.runByHand(metadata, parsed.data.input ?? '');
    writeEmpty(response, 202);
  } catch (error) {
    writeJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The schema says what was expected.
  }
}

function status(startedAtMs: number): object {
  return {
    id: 'local',
    state: 'Running',
    version: HOST_VERSION,
    versionDetails: `${HOST_VERSION} (embedded)`,
    platformVersion: '',
    instanceId: '',
    computerName: '',
    processUptime: Date.now() - startedAtMs,
    functionAppContentEditingState: 'NotAllowed',
    extensionBundle: null,
  };
}
