import type { ApiCall, ApiHandler } from './api-call';
import { RouteTable, type Route, type RouteMatch } from './route-table';

/** The per-minute policies of Microsoft.Compute that a call draws on (compute throttling limits, 2024-05-27). */
export type ComputePolicy = 'update-vm' | 'delete-vm' | 'get-vm' | 'list-vms' | 'async-status';

export interface ArmRouteOptions {
  /** The control-plane action the caller's role assignments must allow at the scope of the path; `undefined`: any signed-in caller. */
  action: string | undefined;
  /** Accepted `api-version` values; empty: any. */
  apiVersions?: readonly string[];
  compute?: ComputePolicy;
  note?: string;
}

export interface ArmCall extends ApiCall {
  apiVersion: string;
}

export interface ArmRoute extends ArmRouteOptions {
  handle: ApiHandler<ArmCall>;
}

/** Where the resources of Azure Resource Manager sign in, each by one exported function in a file of its own. */
export class ArmRoutes {
  readonly #table = new RouteTable<ArmRoute>();

  get(pattern: string, options: ArmRouteOptions, handle: ApiHandler<ArmCall>): void {
    this.add('GET', pattern, options, handle);
  }

  post(pattern: string, options: ArmRouteOptions, handle: ApiHandler<ArmCall>): void {
    this.add('POST', pattern, options, handle);
  }

  put(pattern: string, options: ArmRouteOptions, handle: ApiHandler<ArmCall>): void {
    this.add('PUT', pattern, options, handle);
  }

  patch(pattern: string, options: ArmRouteOptions, handle: ApiHandler<ArmCall>): void {
    this.add('PATCH', pattern, options, handle);
  }

  delete(pattern: string, options: ArmRouteOptions, handle: ApiHandler<ArmCall>): void {
    this.add('DELETE', pattern, options, handle);
  }

  add(method: string, pattern: string, options: ArmRouteOptions, handle: ApiHandler<ArmCall>): void {
    this.#table.add(method, pattern, { ...options, handle });
  }

  /** Every route. */
  list(): Route<ArmRoute>[] {
    return this.#table.list();
  }

  find(method: string, path: string): RouteMatch<ArmRoute> | undefined {
    return this.#table.find(method, path);
  }
}
