import { CUT_CONNECTION, type Answer } from './answer';
import type { ApiRequest } from './api-call';
import type { TenantContext } from './tenant-context';
import type { Authority } from './traffic-log';

export type Door = (request: ApiRequest) => Promise<Answer>;

/** The authorities behind the one port. */
export interface Doors {
  graph: Door;
  arm: Door;
  login: Door;
  control: Door;
}

/** Sends each request to its authority by its path, and writes the exchange down. */
export function tenantFront(tenant: TenantContext, doors: Doors): Door {
  return async (request) => {
    if (/^\/_control(\/|$)/.test(request.path)) return doors.control(request);
    const time = tenant.clock.iso();
    const authority = authorityOf(request.path);
    const answer = await doors[authority](request);
    const sent = answer === CUT_CONNECTION ? { status: 0 } : answer;
    tenant.traffic.record({
      time,
      authority,
      method: request.method,
      url: `${tenant.origin()}${request.url}`,
      requestHeaders: request.headers,
      requestBody: request.body,
      status: sent.status,
      responseHeaders: ('headers' in sent ? sent.headers : undefined) ?? {},
      responseBody: 'body' in sent ? sent.body : undefined,
    });
    return answer;
  };
}

function authorityOf(path: string): Exclude<Authority, 'webhook'> {
  if (/^\/(v1\.0|beta)(\/|$)/i.test(path)) return 'graph';
  return /^\/(subscriptions|providers)(\/|$)/i.test(path) ? 'arm' : 'login';
}
