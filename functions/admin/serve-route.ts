import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { RetryableError, TerminalError } from '../../shared/domain/codes';
import type { AdminDeps } from './admin-deps';
import { audited } from './audited';
import { authorise, type Caller, type TokenCheck } from './authorise';
import { oncePerKey } from './once-per-key';
import { problem, type ProblemResponse } from './problem';
import { readJsonBody } from './read-json-body';
import { invalidRequest } from './request-errors';
import { ANYBODY, type AdminRoute, type Reply } from './route';

/**
 * A route as the Functions library wants it: the token first, then the body, then everything against the schemas,
 * and only then, on a POST once for each idempotency key, the handler. Whatever goes wrong is a problem document.
 */
export const serveRoute =
  (route: AdminRoute<AdminDeps>, deps: AdminDeps, check: TokenCheck): HttpHandler =>
  async (request, context) => {
    const known = await callerOf(route, check, request, context);
    if ('problem' in known) return known;
    try {
      return asResponse(await answered(route, deps, request, known.caller));
    } catch (error) {
      return troubleOf(error, context);
    }
  };

async function callerOf(
  { role }: AdminRoute<AdminDeps>,
  check: TokenCheck,
  request: HttpRequest,
  context: InvocationContext,
): Promise<{ caller: Caller } | ProblemResponse> {
  if (role !== 'anybody') return authorise(check, role, request, context);
  if (request.headers.get('authorization') === null) return { caller: ANYBODY };
  return authorise(check, 'Gatehouse.Reader', request, context);
}

async function answered(
  route: AdminRoute<AdminDeps>,
  deps: AdminDeps,
  request: HttpRequest,
  caller: Caller,
): Promise<Reply<unknown> | ProblemResponse> {
  const read = route.body === null ? { body: undefined } : await readJsonBody(request);
  if ('problem' in read) return read;
  const { params, query, headers } = request;
  const [body, now] = [read.body, deps.now()];
  const accepted = route.accept({ params, query, headers, body, caller, now });
  if ('errors' in accepted) return invalidRequest(accepted.errors);
  const { audit: what } = accepted;
  const perform = () => accepted.perform(deps);
  const act =
    what === undefined
      ? perform
      : () => audited({ audit: deps.audit, what, caller, headers, now: deps.now }, perform);
  if (route.method !== 'POST' || route.isQuestion) return act();
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => params[name] ?? '');
  const keyed = { caller: caller.objectId, method: route.method, path, body, headers, now };
  return oncePerKey(deps.idempotencyKeys, keyed, act);
}

function asResponse(answer: Reply<unknown> | ProblemResponse): HttpResponseInit {
  if ('problem' in answer) return answer;
  const { status, body, headers } = answer;
  return { status, headers, jsonBody: body };
}

/** What an adapter threw is told in its own words, which name ids only; a bug is told by the place in the log. */
function troubleOf(error: unknown, context: InvocationContext): ProblemResponse {
  if (error instanceof RetryableError) {
    const seconds = String(Math.max(1, Math.ceil(error.retryAfterSeconds)));
    context.warn(`${context.functionName}: ${error.reason}: ${error.message}`);
    return problem('unavailable', error.message, { code: error.reason }, { 'retry-after': seconds });
  }
  if (error instanceof TerminalError) {
    context.warn(`${context.functionName}: ${error.code}: ${error.message}`);
    return problem('tenant-refused', error.message, { code: error.code });
  }
  context.error(`${context.functionName} failed`, error);
  return problem(
    'internal-error',
    'this is a defect of Gatehouse; its log tells more under the id in "instance"',
    { instance: `urn:uuid:${context.invocationId}` },
  );
}
