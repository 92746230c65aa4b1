import { requireScope } from '../arm/resource-groups';
import type { AccessTokens } from '../sign-in/access-tokens';
import { CUT_CONNECTION, commonHeaders, faultAnswer, replyOf, type Answer } from './answer';
import type { ApiReply, ApiRequest, Caller } from './api-call';
import { ApiError, notSimulated } from './api-error';
import type { ArmRoute, ArmRoutes } from './arm-routes';
import type { ArmThrottle } from './arm-throttle';
import { mayAct } from './azure-access';
import type { RouteMatch } from './route-table';
import type { TenantContext } from './tenant-context';

/** Azure Resource Manager: who calls, is there room, does a role assignment allow it, and then the resource. */
export class ArmApi {
  readonly #tenant: TenantContext;
  readonly #routes: ArmRoutes;
  readonly #tokens: AccessTokens;
  readonly #throttle: ArmThrottle;

  constructor(tenant: TenantContext, routes: ArmRoutes, tokens: AccessTokens, throttle: ArmThrottle) {
    this.#tenant = tenant;
    this.#routes = routes;
    this.#tokens = tokens;
    this.#throttle = throttle;
  }

  /** Answers one request; what it changed is durable when this resolves. */
  async answer(request: ApiRequest): Promise<Answer> {
    const requestId = this.#tenant.ids.request();
    const common = armHeaders(commonHeaders(request, requestId, this.#tenant.clock.now()), requestId);
    const rule = this.#tenant.faults.strike(request.method, request.path);
    if (rule?.delayMs !== undefined) await this.#tenant.clock.delay(rule.delayMs);
    if (rule !== undefined && rule.afterEffect !== true) {
      const instead = faultAnswer(rule, armError);
      if (instead !== undefined) return withHeaders(instead, common);
    }
    const reply = await this.#perform(request, requestId);
    this.#tenant.store.flush();
    const after = rule?.afterEffect === true ? faultAnswer(rule, armError) : undefined;
    return withHeaders(after ?? reply, common);
  }

  async #perform(request: ApiRequest, requestId: string): Promise<ApiReply> {
    try {
      const caller = await this.#tokens.callerOf(request, 'arm');
      const match = this.#routes.find(request.method, request.path);
      if (match === undefined) throw notSimulated(request.method, request.url, 'Azure Resource Manager');
      const apiVersion = apiVersionOf(request, match.route.target);
      const headers = this.#throttle.charge(request, match.route.target, caller, match.params);
      this.#authorize(request, match, caller);
      const baseUrl = this.#tenant.origin();
      const call = {
        ...request,
        params: match.params,
        caller,
        tenant: this.#tenant,
        requestId,
        apiVersion,
        baseUrl,
      };
      requireScope(call);
      const reply = await match.route.target.handle(call);
      return { ...reply, headers: { ...headers, ...reply.headers } };
    } catch (error) {
      return replyOf(error, armError);
    }
  }

  #authorize(request: ApiRequest, match: RouteMatch<ArmRoute>, caller: Caller): void {
    const { action } = match.route.target;
    if (action === undefined || mayAct(this.#tenant, caller.objectId, action, request.path)) return;
    throw new ApiError(
      403,
      'AuthorizationFailed',
      `The client '${caller.appId}' with object id '${caller.objectId}' does not have authorization to perform action ` +
        `'${action}' over scope '${request.path}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    );
  }
}

function apiVersionOf(request: ApiRequest, route: ArmRoute): string {
  const apiVersion = request.query.get('api-version');
  if (apiVersion === null || apiVersion === '') {
    throw new ApiError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  const known = route.apiVersions ?? [];
  if (known.length === 0 || known.includes(apiVersion)) return apiVersion;
  throw new ApiError(
    400,
    'NoRegisteredProviderFound',
    `The api-version '${apiVersion}' is not simulated for '${request.path}'. The supported api-versions are '${known.join(', ')}'.`,
  );
}

function armHeaders(common: Record<string, string>, requestId: string): Record<string, string> {
  const clientRequestId = common['client-request-id'];
  const shared = Object.entries(common).filter(([name]) => !name.endsWith('request-id'));
  return {
    ...Object.fromEntries(shared),
    'x-ms-request-id': requestId,
    'x-ms-correlation-request-id': requestId,
    'x-ms-routing-request-id': `SIMULATED:${requestId}`,
    ...(clientRequestId === undefined ? {} : { 'x-ms-client-request-id': clientRequestId }),
  };
}

function withHeaders(answer: Answer, common: Record<string, string>): Answer {
  if (answer === CUT_CONNECTION) return answer;
  const type =
    answer.body === undefined || typeof answer.body === 'string'
      ? {}
      : { 'content-type': 'application/json; charset=utf-8' };
  return { ...answer, headers: { ...common, ...type, ...answer.headers } };
}

/** Resource Manager's documented error body. */
function armError(refusal: ApiError): unknown {
  return { error: { code: refusal.code, message: refusal.message } };
}
