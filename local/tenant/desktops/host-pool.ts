import { param } from '../core/api-call';
import type { ArmCall } from '../core/arm-routes';
import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';
import { armResourceNotFound, groupScope, resourceKey, scopeParts } from '../arm/resource-id';

export const AVD = 'Microsoft.DesktopVirtualization';
export const AVD_IN_GROUP = `/subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/${AVD}`;
export const HOST_POOL_PATTERN = `${AVD_IN_GROUP}/hostPools/{hostPool}`;

/**
 * Stable versions whose resources look as they do here (Microsoft.DesktopVirtualization resource types, all versions,
 * read 2026-11-26). The JavaScript client 1.2.0 sends 2024-04-03, the Python client of Debian 2022-09-09.
 */
export const AVD_API_VERSIONS: readonly string[] = ['2022-09-09', '2023-09-05', '2024-04-03'];

export interface HostPool {
  /** Key of the resource id. */
  id: string;
  resourceId: string;
  name: string;
  location: string;
  objectId: string;
  friendlyName: string | null;
  description: string | null;
  hostPoolType: string;
  personalDesktopAssignmentType: 'Automatic' | 'Direct' | null;
  loadBalancerType: string;
  preferredAppGroupType: string;
  /** Named so by the service ("Rpd"). */
  customRdpProperty: string;
  maxSessionLimit: number;
  startVMOnConnect: boolean;
}

export const hostPools = collection<HostPool, 'group' | 'subscription'>('hostPools', {
  group: (pool) => resourceKey(pool.resourceId.replace(/\/providers\/.*$/i, '')),
  subscription: (pool) => scopeParts(pool.resourceId).subscription.toLowerCase(),
});

/** The pool named by the call's route; 404 otherwise. */
export function hostPoolOf(call: ArmCall): HostPool {
  const name = param(call, 'hostPool');
  const found = hostPoolById(call.tenant, `${groupScope(call)}/providers/${AVD}/hostPools/${name}`);
  if (found === undefined) throw armResourceNotFound(call, `${AVD}/hostpools`, name);
  return found;
}

/** The pool of a resource id, however it is written. */
export function hostPoolById(tenant: TenantContext, resourceId: string): HostPool | undefined {
  return tenant.store.in(hostPools).get(resourceKey(resourceId));
}
