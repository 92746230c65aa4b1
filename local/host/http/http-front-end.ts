import { getRequestListener } from '@hono/node-server';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { errorText } from '../app/error-text';
import { type HostLog } from '../app/host-log';
import { type AppInvoker } from '../app/invoker';
import { type AdminParts, serveAdmin } from './admin-api';
import { findRoute, type HttpRoute } from './http-routes';
import { serveFunction } from './serve-function';
import { serveStreamedFunction } from './serve-streamed-function';
import { likeRecordedServer, writeEmpty } from './write-response';

/** An app in the manner of the Fetch API, such as a hono app, below some paths of the host's server. */
export interface MountedApp {
  /** Paths, in lower case and with a leading slash, that go to it whole. */
  basePaths: readonly string[];
  fetch: (request: Request) => Response | Promise<Response>;
}

/** What the server hands requests to. */
export interface FrontEndParts {
  routes: readonly HttpRoute[];
  invoker: AppInvoker;
  /** The library's own proxy, when the app asked for streamed HTTP bodies. */
  streamUrl: string | undefined;
  mounted: readonly MountedApp[];
  admin: Omit<AdminParts, 'startedAtMs'>;
  log: HostLog;
}

/** How long running requests may take to end once the host stops. */
const GRACE_MS = 10_000;

const WELCOME =
  '<!doctype html><title>Functions</title><h1>The function app is running</h1><p>The terminal that runs it lists its functions and routes.</p>';

/** The host's one HTTP server: functions, mounted apps, admin API. Listens on 127.0.0.1 only. */
export class HttpFrontEnd {
  private readonly server: Server;
  private startedAtMs = 0;
  private letIn: () => void = () => undefined;
  private readonly opened = new Promise<void>((resolve) => (this.letIn = resolve));

  constructor(private readonly parts: FrontEndParts) {
    const listeners = parts.mounted.map(({ basePaths, fetch }) => ({
      basePaths,
      // The global Response stays as it is: apps and the library create their own.
      listener: getRequestListener((request) => fetch(request), { overrideGlobalObjects: false }),
    }));
    this.server = createServer((request, response) => {
      likeRecordedServer(response);
      const path = pathOf(request);
      const mounted = listeners.find(({ basePaths }) => basePaths.some((base) => isBelow(path, base)));
      this.opened
        .then(() => (mounted ? mounted.listener(request, response) : this.serve(request, response, path)))
        .catch((error: unknown) => this.giveUp(response, error));
    });
    this.server.requestTimeout = 0; // Large bodies on a slow debugger must not be cut off.
  }

  /**
   * Starts to listen; port 0 takes a free one. Resolves with the port.
   *
   * @throws Error that names a port that is taken.
   */
  listen(port: number): Promise<number> {
    this.startedAtMs = Date.now();
    return new Promise((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) => {
        const isTaken = error.code === 'EADDRINUSE';
        reject(
          isTaken
            ? new Error(
                `Port ${port} on 127.0.0.1 is taken. Stop what listens there, or choose another port.`,
              )
            : error,
        );
      });
      this.server.listen(port, '127.0.0.1', () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  /** Lets requests in; those that came since `listen` have waited. */
  open(): void {
    this.letIn();
  }

  /** Takes no more requests and lets the running ones end, but not for ever. Safe to repeat. */
  async close(graceMs = GRACE_MS): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    const cut = setTimeout(() => this.server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(cut);
  }

  private async serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (isBelow(path.toLowerCase(), '/admin')) {
      await serveAdmin({ ...this.parts.admin, startedAtMs: this.startedAtMs }, request, response);
      return;
    }
    const found = findRoute(this.parts.routes, request.method ?? 'GET', path);
    const { invoker, streamUrl } = this.parts;
    if (found && streamUrl !== undefined) {
      await serveStreamedFunction({ invoker, streamUrl }, found, request, response);
    } else if (found) {
      await serveFunction(invoker, found, request, response);
    } else if (path === '/' && request.method === 'GET') {
      response.setHeader('content-type', 'text/html').end(WELCOME);
    } else {
      request.resume();
      writeEmpty(response, 404);
    }
  }

  private giveUp(response: ServerResponse, error: unknown): void {
    this.parts.log({
      level: 'error',
      source: 'host',
      text: `An HTTP request failed in the host: ${errorText(error)}`,
    });
    if (response.headersSent) response.destroy();
    else writeEmpty(response, 500);
  }
}

function pathOf(request: IncomingMessage): string {
  const target = request.url ?? '/';
  return (target.startsWith('/') ? target : new URL(target).pathname).replace(/[?#].*$/, '');
}

function isBelow(path: string, base: string): boolean {
  const lower = path.toLowerCase();
  return lower === base || lower.startsWith(`${base}/`);
}
