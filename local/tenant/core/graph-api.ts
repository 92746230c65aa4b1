import { administers } from '../directory/administrative-unit';
import type { AccessTokens } from '../sign-in/access-tokens';
import { CUT_CONNECTION, commonHeaders, faultAnswer, replyOf, type Answer } from './answer';
import type { ApiReply, ApiRequest, Caller } from './api-call';
import { ApiError, badRequest, notSimulated } from './api-error';
import { answerBatch } from './graph-batch';
import { rolesForDelegatedWrite } from './delegated-roles';
import type { FaultRule } from './fault-rules';
import type { GraphRoute, GraphRoutes, GraphVersion } from './graph-routes';
import type { GraphThrottle } from './graph-throttle';
import type { RouteMatch } from './route-table';
import type { TenantContext } from './tenant-context';

const JSON_TYPE =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

interface Admitted {
  match: RouteMatch<GraphRoute>;
  caller: Caller;
  headers: Record<string, string>;
}

/** Microsoft Graph: who calls, may they, is there room, and then the resource. */
export class GraphApi {
  readonly #tenant: TenantContext;
  readonly #routes: GraphRoutes;
  readonly #tokens: AccessTokens;
  readonly #throttle: GraphThrottle;

  constructor(tenant: TenantContext, routes: GraphRoutes, tokens: AccessTokens, throttle: GraphThrottle) {
    this.#tenant = tenant;
    this.#routes = routes;
    this.#tokens = tokens;
    this.#throttle = throttle;
  }

  /** Answers one request whose path starts with /v1.0 or /beta; what it changed is durable when this resolves. */
  async answer(request: ApiRequest): Promise<Answer> {
    if (request.method === 'POST' && /^\/(v1\.0|beta)\/(\$|%24)batch$/i.test(request.path))
      return this.#answerBatch(request);
    return this.#answerOne(request);
  }

  /** The batch itself is charged nothing; whoever has no valid token gets one 401 for all. */
  async #answerBatch(request: ApiRequest): Promise<Answer> {
    const common = this.#common(request).headers;
    const rule = this.#tenant.faults.strike(request.method, request.path);
    const instead =
      rule === undefined
        ? undefined
        : faultAnswer(rule, (refusal) => graphError(refusal, common, this.#tenant.clock.now()));
    if (instead !== undefined) return withHeaders(instead, common);
    try {
      await this.#tokens.callerOf(request, 'graph');
      return withHeaders(await answerBatch(request, (inner) => this.#answerOne(inner)), common);
    } catch (error) {
      return withHeaders(
        replyOf(error, (refusal) => graphError(refusal, common, this.#tenant.clock.now())),
        common,
      );
    }
  }

  #common(request: ApiRequest): { requestId: string; headers: Record<string, string> } {
    const requestId = this.#tenant.ids.request();
    return { requestId, headers: commonHeaders(request, requestId, this.#tenant.clock.now()) };
  }

  async #answerOne(request: ApiRequest): Promise<Answer> {
    const { requestId, headers: common } = this.#common(request);
    const nowMs = this.#tenant.clock.now();
    const errorBody = (refusal: ApiError): unknown => graphError(refusal, common, nowMs);
    const rule = this.#tenant.faults.strike(request.method, request.path);
    if (rule?.delayMs !== undefined) await this.#tenant.clock.delay(rule.delayMs);
    if (rule !== undefined && rule.afterEffect !== true) {
      const instead = faultAnswer(rule, errorBody);
      if (instead !== undefined) return withHeaders(instead, common);
    }
    const reply = await this.#perform(request, requestId, errorBody);
    this.#tenant.store.flush();
    return withHeaders(afterEffect(rule, reply, errorBody), common);
  }

  async #perform(
    request: ApiRequest,
    requestId: string,
    errorBody: (refusal: ApiError) => unknown,
  ): Promise<ApiReply> {
    try {
      const { version, path } = split(request.path);
      const { match, caller, headers } = await this.#admit(request, version, path);
      const baseUrl = `${this.#tenant.origin()}/${version}`;
      const call = {
        ...request,
        params: match.params,
        caller,
        tenant: this.#tenant,
        requestId,
        version,
        baseUrl,
      };
      const reply = await match.route.target.handle(call);
      return { ...reply, headers: { ...headers, ...reply.headers } };
    } catch (error) {
      return replyOf(error, errorBody);
    }
  }

  async #admit(request: ApiRequest, version: GraphVersion, path: string): Promise<Admitted> {
    const caller = await this.#tokens.callerOf(request, 'graph');
    // `/me` is the signed-in user's own path; an application has none.
    const ownPath = path.replace(/^\/me(?=\/|$)/i, `/users/${caller.objectId}`);
    const match = this.#routes.find(version, request.method, ownPath);
    if (match === undefined) throw notSimulated(request.method, request.url, `Graph ${version}`);
    if (ownPath !== path && caller.kind === 'app')
      throw badRequest('/me request is only valid with delegated authentication flow.', 'BadRequest');
    const headers = this.#throttle.charge(request, match.route.target, caller);
    if (this.#mayCall(match, caller, request.method, ownPath)) return { match, caller, headers };
    const message = 'Insufficient privileges to complete the operation.';
    throw new ApiError(403, 'Authorization_RequestDenied', message, headers);
  }

  /** By permission, and for signed-in users who write also by role; or by a role over the very object. */
  #mayCall({ route, params }: RouteMatch<GraphRoute>, caller: Caller, method: string, path: string): boolean {
    const { permissions, orRoles = [], countsAsWrite = method !== 'GET' } = route.target;
    const roles = (names: readonly string[]): boolean =>
      administers(this.#tenant, caller.objectId, names, params['id']?.toLowerCase());
    if (caller.kind === 'app') return isPermitted(permissions, caller.permissions) || roles(orRoles);
    const needed = countsAsWrite ? rolesForDelegatedWrite(path) : undefined;
    return isPermitted(permissions, caller.permissions) && (needed === undefined || roles(needed));
  }
}

/** True when the caller holds one of the alternatives, or when none is asked for. */
export function isPermitted(alternatives: GraphRoute['permissions'], held: ReadonlySet<string>): boolean {
  if (alternatives.length === 0) return true;
  return alternatives.some((needed) =>
    typeof needed === 'string' ? held.has(needed) : needed.every((one) => held.has(one)),
  );
}

function split(path: string): { version: GraphVersion; path: string } {
  // Some clients encode the marks of OData in a path; they mean the same.
  const plain = path.replaceAll(/%(24|27|28|29|2C|3D)/gi, decodeURIComponent);
  const [, version = '', rest = '/'] = /^\/(v1\.0|beta)(\/.*)?$/i.exec(plain) ?? [];
  return { version: version.toLowerCase() === 'beta' ? 'beta' : 'v1.0', path: spelledOut(rest) };
}

/** The metadata declares `graph` as an alias of its namespace; clients made from it cast by the short name. */
function spelledOut(path: string): string {
  return path.replaceAll(/\/graph\.(?=\w+(?:\/|$))/g, '/microsoft.graph.');
}

function afterEffect(
  rule: FaultRule | undefined,
  reply: ApiReply,
  errorBody: (refusal: ApiError) => unknown,
): Answer {
  if (rule?.afterEffect !== true) return reply;
  return faultAnswer(rule, errorBody) ?? reply;
}

function withHeaders(answer: Answer, common: Record<string, string>): Answer {
  if (answer === CUT_CONNECTION) return answer;
  const type =
    answer.body === undefined || typeof answer.body === 'string' ? {} : { 'content-type': JSON_TYPE };
  return { ...answer, headers: { ...common, 'odata-version': '4.0', ...type, ...answer.headers } };
}

/** Graph's documented error body. */
function graphError(refusal: ApiError, common: Readonly<Record<string, string>>, nowMs: number): unknown {
  return {
    error: {
      code: refusal.code,
      message: refusal.message,
      innerError: {
        date: new Date(nowMs).toISOString().slice(0, 19),
        'request-id': common['request-id'],
        'client-request-id': common['client-request-id'] ?? common['request-id'],
      },
    },
  };
}
