import { resourceGroups, subscriptions } from '../arm/resource-groups';
import { resourceKey } from '../arm/resource-id';
import { setDurations } from '../arm/simulated-durations';
import { azureRoleAssignments, azureRoles } from '../core/azure-access';
import type { TenantContext } from '../core/tenant-context';
import type { RoleAssignmentSection, SubscriptionSection } from './azure-section';
import { layOutHostPool } from './lay-out-host-pool';
import { objectIdOf, type NamedKind } from './scenario-names';
import type { Scenario } from './scenario-schema';

/** Subscriptions, resource groups, desktops and the role assignments of groups, users and apps. */
export function layOutAzure(tenant: TenantContext, { azure }: Scenario): void {
  setDurations(tenant, azure.durations);
  for (const subscription of azure.subscriptions) layOutSubscription(tenant, subscription);
  for (const assignment of azure.roleAssignments) layOutRoleAssignment(tenant, assignment);
}

function layOutSubscription(tenant: TenantContext, subscription: SubscriptionSection): void {
  const { id, displayName, location } = subscription;
  tenant.store.in(subscriptions).put({ id, displayName, location });
  for (const group of subscription.resourceGroups) {
    const resourceId = `/subscriptions/${id}/resourceGroups/${group.name}`;
    tenant.store
      .in(resourceGroups)
      .put({ id: resourceKey(resourceId), resourceId, name: group.name, subscription: id, location });
    for (const pool of group.hostPools) layOutHostPool(tenant, resourceId, location, pool);
  }
}

const TYPES = { group: 'Group', user: 'User', app: 'ServicePrincipal' } as const;

function layOutRoleAssignment(
  tenant: TenantContext,
  { role, scope, ...principals }: RoleAssignmentSection,
): void {
  const found = tenant.store
    .in(azureRoles)
    .all()
    .find((known) => known.name === role || known.id === role);
  if (found === undefined) throw new Error(`There is no Azure role '${role}' (wanted at ${scope})`);
  for (const kind of ['group', 'user', 'app'] as const satisfies NamedKind[]) {
    const name = principals[kind];
    if (name === undefined) continue;
    const principalId = objectIdOf(tenant, kind, name);
    tenant.store.in(azureRoleAssignments).put({
      id: tenant.ids.named('azureRoleAssignment', `${principalId}/${found.id}/${resourceKey(scope)}`),
      scope: resourceKey(scope),
      roleId: found.id,
      principalId,
      principalType: TYPES[kind],
      createdOn: tenant.clock.iso(),
      createdBy: '',
    });
  }
}
