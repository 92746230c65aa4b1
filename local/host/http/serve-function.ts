import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type AppInvoker } from '../app/invoker';
import { InvocationFailure } from '../app/invocation-failure';
import { httpRequestData } from './http-request-data';
import { type HttpRoute } from './http-routes';
import { BodyTooLarge, readBody } from './read-body';
import { type RouteValues } from './route-template';
import { writeEmpty, writeFunctionResponse } from './write-response';

/**
 * Runs an HTTP function for one request and answers. A handler that throws is 500 without a body, as recorded;
 * the reason is in the host's log.
 */
export async function serveFunction(
  invoker: AppInvoker,
  { route, values }: { route: HttpRoute; values: RouteValues },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const http = httpRequestData(request, values, await readBody(request));
    const { returnValue } = await invoker.invoke(route.functionName, { trigger: { http } });
    writeFunctionResponse(response, returnValue);
  } catch (error) {
    if (error instanceof BodyTooLarge) writeEmpty(response, 413);
    else if (error instanceof InvocationFailure) writeEmpty(response, 500);
    else throw error;
  }
}
