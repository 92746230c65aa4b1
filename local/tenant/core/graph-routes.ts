import type { ApiCall, ApiHandler } from './api-call';
import type { TenantContext } from './tenant-context';
import { RouteTable, type Route, type RouteMatch } from './route-table';

export type GraphVersion = 'v1.0' | 'beta';

/** Limits of single Graph services beside the common buckets (limits of the throttling reference). */
export type GraphServiceLimit =
  'invitations' | 'audit-reports' | 'conditional-access' | 'subscriptions' | 'mailbox';

export interface GraphRouteOptions {
  /**
   * Alternatives, the least privileged first; a list inside means "all of these". Empty: any signed-in caller.
   * Say where they are documented in a comment beside the route.
   */
  permissions: readonly (string | readonly string[])[];
  /** Directory roles that do as well as a permission, when held over the object in the path's `{id}` (also by unit). */
  orRoles?: readonly string[];
  /** Versions that know the path; both unless said otherwise. */
  versions?: readonly GraphVersion[];
  /** Base cost in resource units; 1 unless the throttling reference lists another one. */
  resourceUnits?: number | ((tenant: TenantContext) => number);
  /** A write for the write buckets; every method but GET is one unless said otherwise. */
  countsAsWrite?: boolean;
  limit?: GraphServiceLimit;
  /** One line for docs/simulated-tenant.md, where the path does not explain itself. */
  note?: string;
}

export interface GraphCall extends ApiCall {
  version: GraphVersion;
}

export interface GraphRoute extends GraphRouteOptions {
  handle: ApiHandler<GraphCall>;
}

/**
 * Where the resources of Graph sign in, each by one exported function in a file of its own. Paths are
 * written after the version: `/users/{id}`.
 */
export class GraphRoutes {
  readonly #tables: Record<GraphVersion, RouteTable<GraphRoute>> = {
    'v1.0': new RouteTable<GraphRoute>(),
    beta: new RouteTable<GraphRoute>(),
  };

  get(pattern: string, options: GraphRouteOptions, handle: ApiHandler<GraphCall>): void {
    this.add('GET', pattern, options, handle);
  }

  post(pattern: string, options: GraphRouteOptions, handle: ApiHandler<GraphCall>): void {
    this.add('POST', pattern, options, handle);
  }

  patch(pattern: string, options: GraphRouteOptions, handle: ApiHandler<GraphCall>): void {
    this.add('PATCH', pattern, options, handle);
  }

  put(pattern: string, options: GraphRouteOptions, handle: ApiHandler<GraphCall>): void {
    this.add('PUT', pattern, options, handle);
  }

  delete(pattern: string, options: GraphRouteOptions, handle: ApiHandler<GraphCall>): void {
    this.add('DELETE', pattern, options, handle);
  }

  add(method: string, pattern: string, options: GraphRouteOptions, handle: ApiHandler<GraphCall>): void {
    for (const version of options.versions ?? (['v1.0', 'beta'] as const)) {
      this.#tables[version].add(method, pattern, { ...options, handle });
    }
  }

  /** Every route of a version. */
  list(version: GraphVersion): Route<GraphRoute>[] {
    return this.#tables[version].list();
  }

  find(version: GraphVersion, method: string, path: string): RouteMatch<GraphRoute> | undefined {
    return this.#tables[version].find(method, path);
  }
}
