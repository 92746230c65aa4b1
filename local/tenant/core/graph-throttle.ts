import type { ApiRequest, Caller } from './api-call';
import { ApiError } from './api-error';
import type { GraphRoute } from './graph-routes';
import type { TenantContext } from './tenant-context';
import { TokenBucket } from './token-bucket';

/** Size classes of the identity-and-access limits: resource units per 10 s by users in the tenant. */
const UNITS_PER_10_S = { small: 3_500, medium: 5_000, large: 8_000 };
const APP_WRITES = { kind: 'Write', count: 3_000, seconds: 150, saysWhen: true };
const TENANT_WRITES = { kind: 'Write', count: 18_000, seconds: 300, saysWhen: true };
// Past 1.8 the percentage is not reported any more: that much debt is kept. A limit that does not say when to
// come back keeps none, else a client that asks once a second would never be let in again.
const DEBT_SHARE = 0.8;
const REPORT_FROM = 0.8;

/** Limits of single services: requests and seconds, and whether a refusal says when to come back. */
const SERVICE_LIMITS = {
  invitations: { kind: 'Invitation', count: 150, seconds: 5, perApp: false, saysWhen: true },
  'audit-reports': { kind: 'AuditReport', count: 5, seconds: 10, perApp: true, saysWhen: true },
  'conditional-access': { kind: 'ConditionalAccess', count: 1, seconds: 1, perApp: false, saysWhen: false },
  subscriptions: { kind: 'Subscription', count: 1_000, seconds: 20, perApp: true, saysWhen: true },
  // For an app and a mailbox (Outlook service limits): the product has one mailbox.
  mailbox: { kind: 'Mailbox', count: 10_000, seconds: 600, perApp: true, saysWhen: true },
} as const;

interface Limit {
  kind: string;
  count: number;
  seconds: number;
  saysWhen: boolean;
  owner: string;
  scope: string;
}

interface Draw {
  limit: string;
  scope: string;
  information: string;
  bucket: TokenBucket;
  cost: number;
  saysWhen: boolean;
}

/** Charges Graph calls to the documented buckets (Graph throttling limits, identity and access; current page). */
export class GraphThrottle {
  readonly #tenant: TenantContext;
  readonly #userCount: () => number;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(tenant: TenantContext, userCount: () => number) {
    this.#tenant = tenant;
    this.#userCount = userCount;
  }

  /** Charges the call; returns the headers of its answer, or throws 429 with the documented headers. */
  charge(request: ApiRequest, route: GraphRoute, caller: Caller): Record<string, string> {
    const nowMs = this.#tenant.clock.now();
    const resourceUnits = resourceUnitsOf(this.#tenant, request, route);
    const writes = isWrite(request, route) ? 1 : 0;
    const draws = this.#draws(route, caller, resourceUnits, writes, nowMs);
    const limits = draws.map((draw) => draw.limit);
    this.#tenant.throttles.called(caller.appId, limits, nowMs, { resourceUnits, writes });
    const refusals = draws.map((draw) => ({ draw, seconds: draw.bucket.take(draw.cost, nowMs) }));
    const refused = refusals.filter(({ seconds }) => seconds > 0).sort((a, b) => b.seconds - a.seconds)[0];
    const headers = { 'x-ms-resource-unit': String(resourceUnits), ...percentage(draws, nowMs) };
    if (refused === undefined) return headers;
    throw this.#refusal(refused.draw, refused.seconds, caller, headers);
  }

  #refusal(draw: Draw, seconds: number, caller: Caller, headers: Record<string, string>): ApiError {
    const fractional = this.#tenant.switches.get('retryAfterFractional');
    const retryAfterSeconds = fractional
      ? Math.max(0.001, Math.ceil(seconds * 1000) / 1000)
      : Math.max(1, Math.ceil(seconds));
    const retryAtMs = draw.saysWhen ? this.#tenant.clock.now() + retryAfterSeconds * 1000 : undefined;
    this.#tenant.throttles.throttled(caller.appId, draw.limit, retryAtMs);
    return new ApiError(429, 'TooManyRequests', 'Too many requests.', {
      ...headers,
      ...(draw.saysWhen ? { 'Retry-After': String(retryAfterSeconds) } : {}),
      'x-ms-throttle-scope': `${draw.scope}/${caller.appId}/${caller.tenantId}`,
      'x-ms-throttle-information': draw.information,
    });
  }

  #draws(route: GraphRoute, caller: Caller, units: number, writes: number, nowMs: number): Draw[] {
    const app = { owner: `app/${caller.appId}`, scope: 'Application' };
    const tenant = { owner: 'tenant', scope: 'Tenant' };
    const unitLimit = {
      kind: 'ResourceUnit',
      count: UNITS_PER_10_S[this.#size()],
      seconds: 10,
      saysWhen: true,
    };
    const draws = [this.#draw({ ...unitLimit, ...app }, units, nowMs)];
    if (writes > 0) {
      draws.push(this.#draw({ ...APP_WRITES, ...app }, writes, nowMs));
      draws.push(this.#draw({ ...TENANT_WRITES, ...tenant }, writes, nowMs));
    }
    if (route.limit !== undefined) {
      const limit = SERVICE_LIMITS[route.limit];
      draws.push(this.#draw({ ...limit, ...(limit.perApp ? app : tenant) }, 1, nowMs));
    }
    return draws;
  }

  #draw({ kind, count, seconds, saysWhen, owner, scope }: Limit, cost: number, nowMs: number): Draw {
    const limit = `${kind}/${owner}/${count}`;
    let bucket = this.#buckets.get(limit);
    if (bucket === undefined) {
      bucket = new TokenBucket(count, count / seconds, nowMs, saysWhen ? count * DEBT_SHARE : 0);
      this.#buckets.set(limit, bucket);
    }
    return { limit, scope: `${scope}/${kind}`, information: `${kind}LimitExceeded`, bucket, cost, saysWhen };
  }

  #size(): keyof typeof UNITS_PER_10_S {
    const users = this.#userCount();
    if (users < 50) return 'small';
    return users <= 500 ? 'medium' : 'large';
  }
}

function isWrite(request: ApiRequest, route: GraphRoute): boolean {
  return route.countsAsWrite ?? request.method !== 'GET';
}

/** Base cost, one less for `$select`, one more for `$expand`, one less for a `$top` below 20, never below one. */
function resourceUnitsOf(tenant: TenantContext, request: ApiRequest, route: GraphRoute): number {
  const { resourceUnits: base = 1 } = route;
  let units = typeof base === 'number' ? base : base(tenant);
  if (request.query.has('$select')) units -= 1;
  if (request.query.has('$expand')) units += 1;
  const top = Number(request.query.get('$top') ?? Number.NaN);
  if (top < 20) units -= 1;
  return Math.max(1, units);
}

function percentage(draws: readonly Draw[], nowMs: number): Record<string, string> {
  const used = Math.max(...draws.map((draw) => draw.bucket.usedFraction(nowMs)));
  return used > REPORT_FROM ? { 'x-ms-throttle-limit-percentage': used.toFixed(2) } : {};
}
