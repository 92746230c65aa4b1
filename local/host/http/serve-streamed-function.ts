import { randomUUID } from 'node:crypto';
import {
  type ClientRequest,
  type IncomingMessage,
  request as httpRequest,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream/promises';
import { InvocationFailure } from '../app/invocation-failure';
import { type AppInvoker } from '../app/invoker';
import { type InvocationRequest } from '../app/registered-function';
import { joinedHeaders } from './http-request-data';
import { type HttpRoute } from './http-routes';
import { type RouteValues } from './route-template';
import { writeEmpty } from './write-response';

/** Ties a forwarded request to its invocation; the library answers with it too. */
const INVOCATION_HEADER = 'x-ms-invocation-id';
const NOT_PASSED_ON = new Set([INVOCATION_HEADER, 'connection', 'keep-alive', 'date', 'transfer-encoding']);

/**
 * Runs an HTTP function of an app that called `app.setup({ enableHttpStream: true })`: the request goes to the
 * library's own loopback proxy, where the handler reads it as a stream, and the answer streams back (facts 1.1). A
 * handler that throws is 500 without a body, one that returns nothing 204.
 */
export async function serveStreamedFunction(
  { invoker, streamUrl }: { invoker: AppInvoker; streamUrl: string },
  { route, values }: { route: HttpRoute; values: RouteValues },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const invocationId = randomUUID();
  const forwarded = forward(request, streamUrl, invocationId);
  const passedBack = new Promise<void>((resolve, reject) => {
    forwarded.on('response', (answer) => void passBack(answer, response).then(resolve, reject));
    forwarded.on('error', reject);
  });
  passedBack.catch(() => undefined); // Awaited below, unless there is nothing to wait for.
  try {
    const { isNothing } = await invoker.invoke(route.functionName, invocationRequest(request, values), {
      invocationId,
    });
    if (!isNothing) {
      await passedBack;
      return;
    }
    forwarded.destroy();
    writeEmpty(response, 204);
  } catch (error) {
    forwarded.destroy();
    if (!(error instanceof InvocationFailure)) throw error;
    if (response.headersSent) response.destroy();
    else writeEmpty(response, 500);
  }
}

async function passBack(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  response.statusCode = answer.statusCode ?? 500;
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined && !NOT_PASSED_ON.has(name)) response.setHeader(name, value);
  }
  await pipeline(answer, response);
}

function forward(request: IncomingMessage, streamUrl: string, invocationId: string): ClientRequest {
  const forwarded = httpRequest(new URL(request.url ?? '/', streamUrl), {
    method: request.method,
    headers: {
      ...Object.fromEntries(joinedHeaders(request.rawHeaders)),
      [INVOCATION_HEADER]: invocationId,
      'x-forwarded-host': request.headers.host ?? '127.0.0.1',
      'x-forwarded-proto': 'http',
    },
  });
  request.pipe(forwarded);
  return forwarded;
}

/** The library reads headers and route values of a streamed request from the metadata. */
function invocationRequest(request: IncomingMessage, values: RouteValues): InvocationRequest {
  const params = Object.entries(values).map(([name, value]) => [name, { string: value }] as const);
  const headers = Object.fromEntries(joinedHeaders(request.rawHeaders));
  return {
    trigger: {},
    triggerMetadata: { ...Object.fromEntries(params), Headers: { json: JSON.stringify(headers) } },
  };
}
