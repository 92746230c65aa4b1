import { z } from 'zod';
import { bodyOf, ok, param } from '../core/api-call';
import type { ArmRoutes } from '../core/arm-routes';
import type { TenantContext } from '../core/tenant-context';
import { groupScope, resourceKey } from '../arm/resource-id';
import { applicationGroups } from './application-group';
import { armPage } from './arm-page';
import {
  AVD,
  AVD_API_VERSIONS,
  AVD_IN_GROUP,
  HOST_POOL_PATTERN,
  hostPoolOf,
  hostPools,
  type HostPool,
} from './host-pool';

const READ = { action: `${AVD}/hostpools/read`, apiVersions: AVD_API_VERSIONS };

const hostPoolPatch = z.object({
  properties: z
    .strictObject({
      friendlyName: z.string().nullable(),
      description: z.string().nullable(),
      customRdpProperty: z.string(),
      personalDesktopAssignmentType: z.enum(['Automatic', 'Direct']),
      maxSessionLimit: z.number().int(),
      startVMOnConnect: z.boolean(),
    })
    .partial()
    .default({}),
});

/** Host pools: get, list, and the writable properties that preparation changes. */
export function registerHostPools(arm: ArmRoutes): void {
  arm.get(HOST_POOL_PATTERN, READ, (call) => ok(hostPoolView(call.tenant, hostPoolOf(call))));
  arm.get(`${AVD_IN_GROUP}/hostPools`, READ, (call) =>
    armPage(
      call,
      call.tenant.store
        .in(hostPools)
        .by('group', resourceKey(groupScope(call)))
        .map((pool) => hostPoolView(call.tenant, pool)),
    ),
  );
  arm.get(`/subscriptions/{subscription}/providers/${AVD}/hostPools`, READ, (call) =>
    armPage(
      call,
      call.tenant.store
        .in(hostPools)
        .by('subscription', param(call, 'subscription').toLowerCase())
        .map((pool) => hostPoolView(call.tenant, pool)),
    ),
  );
  arm.patch(HOST_POOL_PATTERN, { ...READ, action: `${AVD}/hostpools/write` }, (call) => {
    const pool = hostPoolOf(call);
    const { properties } = bodyOf(call, hostPoolPatch, 'InvalidRequestContent');
    const given = Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
    const changed = call.tenant.store.in(hostPools).put({ ...pool, ...given });
    return ok(hostPoolView(call.tenant, changed));
  });
}

function hostPoolView(tenant: TenantContext, pool: HostPool): Record<string, unknown> {
  return {
    id: pool.resourceId,
    name: pool.name,
    type: `${AVD}/hostpools`,
    location: pool.location,
    tags: {},
    properties: {
      objectId: pool.objectId,
      friendlyName: pool.friendlyName,
      description: pool.description,
      hostPoolType: pool.hostPoolType,
      ...(pool.personalDesktopAssignmentType === null
        ? {}
        : { personalDesktopAssignmentType: pool.personalDesktopAssignmentType }),
      customRdpProperty: pool.customRdpProperty,
      maxSessionLimit: pool.maxSessionLimit,
      loadBalancerType: pool.loadBalancerType,
      preferredAppGroupType: pool.preferredAppGroupType,
      validationEnvironment: false,
      registrationInfo: null,
      applicationGroupReferences: tenant.store
        .in(applicationGroups)
        .by('pool', pool.id)
        .map((group) => group.resourceId),
      appAttachPackageReferences: [],
      startVMOnConnect: pool.startVMOnConnect,
      publicNetworkAccess: 'Enabled',
      cloudPcResource: false,
    },
  };
}
