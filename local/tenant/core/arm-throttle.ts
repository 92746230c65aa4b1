import type { ApiRequest, Caller } from './api-call';
import { ApiError } from './api-error';
import type { ArmRoute, ComputePolicy } from './arm-routes';
import type { TenantContext } from './tenant-context';
import { TokenBucket } from './token-bucket';

type Operation = 'reads' | 'writes' | 'deletes';

/** Bucket and refill a second, per subscription (or tenant), principal and operation (ARM throttling, 2025-05-28). */
const ARM_LIMITS: Record<Operation, { capacity: number; perSecond: number }> = {
  reads: { capacity: 250, perSecond: 25 },
  writes: { capacity: 200, perSecond: 10 },
  deletes: { capacity: 200, perSecond: 10 },
};
const ALL_PRINCIPALS = 15;

/** Refill a minute and burst, per VM and per subscription and region (compute throttling limits, 2024-05-27). */
const COMPUTE_LIMITS: Record<
  ComputePolicy,
  { vm?: [number, number]; region: [number, number]; name: string }
> = {
  'update-vm': { vm: [4, 12], region: [500, 1_500], name: 'UpdateVM' },
  'delete-vm': { vm: [4, 12], region: [500, 1_500], name: 'DeleteVM' },
  'get-vm': { vm: [12, 36], region: [8_000, 24_000], name: 'GetVM' },
  'list-vms': { region: [300, 900], name: 'ListVM' },
  'async-status': { vm: [15, 45], region: [5_000, 15_000], name: 'GetOperation' },
};

interface Draw {
  limit: string;
  bucket: TokenBucket;
  header?: string;
  policy?: string;
}

/** Charges Resource Manager calls to the documented buckets; the simulated subscriptions have one region each. */
export class ArmThrottle {
  readonly #tenant: TenantContext;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(tenant: TenantContext) {
    this.#tenant = tenant;
  }

  /** Charges the call; returns the `x-ms-ratelimit-*` headers, or throws 429 with Retry-After. */
  charge(
    request: ApiRequest,
    route: ArmRoute,
    caller: Caller,
    params: Readonly<Record<string, string>>,
  ): Record<string, string> {
    const nowMs = this.#tenant.clock.now();
    const subscription = subscriptionOf(request.path);
    const draws = [
      ...this.#armDraws(request.method, subscription, caller),
      ...this.#computeDraws(route, subscription, params),
    ];
    const writes = request.method === 'GET' ? 0 : 1;
    const limits = draws.map((draw) => draw.limit);
    this.#tenant.throttles.called(caller.appId, limits, nowMs, { resourceUnits: 0, writes });
    const waits = draws.map((draw) => ({ draw, seconds: draw.bucket.take(1, nowMs) }));
    const headers = remaining(draws, nowMs);
    const refused = waits.filter(({ seconds }) => seconds > 0).sort((a, b) => b.seconds - a.seconds)[0];
    if (refused === undefined) return headers;
    const retryAfterSeconds = Math.max(1, Math.ceil(refused.seconds));
    this.#tenant.throttles.throttled(caller.appId, refused.draw.limit, nowMs + retryAfterSeconds * 1000);
    throw refusal(refused.draw, retryAfterSeconds, headers);
  }

  #armDraws(method: string, subscription: string | undefined, caller: Caller): Draw[] {
    const operation = operationOf(method);
    const { capacity, perSecond } = ARM_LIMITS[operation];
    const scope = subscription ?? 'tenant';
    const word = subscription === undefined ? 'tenant' : 'subscription';
    return [
      this.#draw(`arm/${scope}/${caller.objectId}/${operation}`, capacity, perSecond, {
        header: `x-ms-ratelimit-remaining-${word}-${operation}`,
      }),
      this.#draw(`arm/${scope}/all/${operation}`, capacity * ALL_PRINCIPALS, perSecond * ALL_PRINCIPALS, {
        header: `x-ms-ratelimit-remaining-${word}-global-${operation}`,
      }),
    ];
  }

  #computeDraws(
    route: ArmRoute,
    subscription: string | undefined,
    params: Readonly<Record<string, string>>,
  ): Draw[] {
    if (route.compute === undefined) return [];
    const { vm, region, name } = COMPUTE_LIMITS[route.compute];
    const vmName = params['vmName'];
    const draws = [
      this.#draw(`compute/${subscription ?? ''}/${name}`, region[1], region[0] / 60, {
        policy: `${name}PerSubscription`,
      }),
    ];
    if (vm === undefined || vmName === undefined) return draws;
    const key =
      `compute/${subscription ?? ''}/${params['resourceGroup'] ?? ''}/${vmName}/${name}`.toLowerCase();
    return [this.#draw(key, vm[1], vm[0] / 60, { policy: `${name}PerResource` }), ...draws];
  }

  #draw(
    limit: string,
    capacity: number,
    perSecond: number,
    shown: { header?: string; policy?: string },
  ): Draw {
    let bucket = this.#buckets.get(limit);
    if (bucket === undefined) {
      bucket = new TokenBucket(capacity, perSecond, this.#tenant.clock.now());
      this.#buckets.set(limit, bucket);
    }
    return { limit, bucket, ...shown };
  }
}

function operationOf(method: string): Operation {
  if (method === 'GET' || method === 'HEAD') return 'reads';
  return method === 'DELETE' ? 'deletes' : 'writes';
}

function subscriptionOf(path: string): string | undefined {
  return /^\/subscriptions\/([^/]+)/i.exec(path)?.[1]?.toLowerCase();
}

function remaining(draws: readonly Draw[], nowMs: number): Record<string, string> {
  const headers: Record<string, string> = {};
  const policies: string[] = [];
  for (const { header, policy, bucket } of draws) {
    if (header !== undefined) headers[header] = String(bucket.remaining(nowMs));
    if (policy !== undefined) policies.push(`Microsoft.Compute/${policy};${bucket.remaining(nowMs)}`);
  }
  if (policies.length > 0) headers['x-ms-ratelimit-remaining-resource'] = policies.join(',');
  return headers;
}

function refusal(draw: Draw, retryAfterSeconds: number, headers: Record<string, string>): ApiError {
  const withRetry = { ...headers, 'Retry-After': String(retryAfterSeconds) };
  if (draw.policy !== undefined) {
    return new ApiError(
      429,
      'TooManyRequests',
      `The request was throttled by policy ${draw.policy}.`,
      withRetry,
    );
  }
  const code =
    draw.header?.includes('-tenant-') === true ? 'TenantRequestsThrottled' : 'SubscriptionRequestsThrottled';
  return new ApiError(
    429,
    code,
    `Number of requests exceeded the limit. Please try again after '${retryAfterSeconds}' seconds.`,
    withRetry,
  );
}
