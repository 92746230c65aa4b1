import { machines, newMachine } from '../arm/machine';
import { resourceKey } from '../arm/resource-id';
import { VM_TYPE, virtualMachines } from '../arm/virtual-machine';
import type { TenantContext } from '../core/tenant-context';
import { applicationGroups, workspaces } from '../desktops/application-group';
import { AVD, hostPools } from '../desktops/host-pool';
import { sessionHosts } from '../desktops/session-host';
import { users } from '../directory/directory-objects';
import { hostSection, type HostPoolSection, type HostSection } from './azure-section';
import { nameObject, objectIdOf } from './scenario-names';

/** A host pool with its hosts, the machines below them, its application group and its workspace. */
export function layOutHostPool(
  tenant: TenantContext,
  group: string,
  location: string,
  pool: HostPoolSection,
): void {
  const resourceId = `${group}/providers/${AVD}/hostPools/${pool.name}`;
  const isPersonal = pool.type === 'Personal';
  tenant.store.in(hostPools).put({
    id: resourceKey(resourceId),
    resourceId,
    name: pool.name,
    location,
    objectId: nameObject(tenant, 'host-pool', pool.name),
    friendlyName: null,
    description: null,
    hostPoolType: pool.type,
    personalDesktopAssignmentType: isPersonal ? pool.assignment : null,
    loadBalancerType: isPersonal ? 'Persistent' : 'BreadthFirst',
    preferredAppGroupType: 'Desktop',
    customRdpProperty: pool.customRdpProperty,
    maxSessionLimit: isPersonal ? 1 : 10,
    startVMOnConnect: pool.startVMOnConnect,
  });
  for (const host of [...pool.hosts, ...manyHosts(pool)])
    layOutHost(tenant, { group, location, pool, resourceId }, host);
  layOutFeed(tenant, { group, location, pool, resourceId });
}

interface Place {
  group: string;
  location: string;
  pool: HostPoolSection;
  /** Resource id of the pool. */
  resourceId: string;
}

function manyHosts({ manyHosts: many }: HostPoolSection): HostSection[] {
  const count = many?.count ?? 0;
  return Array.from({ length: count }, (_, at) =>
    hostSection.parse({ name: `${many?.prefix ?? ''}-${String(at + 1).padStart(4, '0')}` }),
  );
}

function layOutHost(
  tenant: TenantContext,
  { group, location, pool, resourceId }: Place,
  host: HostSection,
): void {
  const vmId = nameObject(tenant, 'virtual-machine', host.name, host.vmId);
  const vmResourceId = `${group}/providers/${VM_TYPE}/${host.name}`;
  tenant.store.in(virtualMachines).put({
    id: resourceKey(vmResourceId),
    resourceId: vmResourceId,
    name: host.name,
    location,
    vmId,
    size: 'Standard_D4as_v5',
    imageSku: pool.imageSku,
    power: host.power,
    agentReady: host.agentReady,
    createdAtMs: tenant.clock.now(),
  });
  const { osBuild, editionId, entraJoined, domainJoined, plannedExits, clientVersion } = host;
  const client = clientVersion === undefined ? null : { version: clientVersion };
  const holds = { osBuild, editionId, entraJoined, domainJoined, plannedExits, client };
  tenant.store.in(machines).put(newMachine(vmId, host.name, holds));
  tenant.store.in(sessionHosts).put({
    id: `${resourceKey(resourceId)}/${host.name.toLowerCase()}`,
    poolKey: resourceKey(resourceId),
    name: host.name,
    objectId: tenant.ids.named('session-host', host.name),
    vmResourceId,
    assignedUser: host.assignedUser === undefined ? null : principalName(tenant, host.assignedUser),
    allowNewSession: host.allowNewSession,
    friendlyName: null,
    status: host.status,
    failedChecks: host.failedChecks,
  });
}

function principalName(tenant: TenantContext, name: string): string | null {
  return tenant.store.in(users).get(objectIdOf(tenant, 'user', name))?.userPrincipalName ?? null;
}

function layOutFeed(tenant: TenantContext, { group, location, pool, resourceId }: Place): void {
  if (pool.applicationGroup === undefined) return;
  const applicationGroupId = `${group}/providers/${AVD}/applicationGroups/${pool.applicationGroup}`;
  tenant.store.in(applicationGroups).put({
    id: resourceKey(applicationGroupId),
    resourceId: applicationGroupId,
    name: pool.applicationGroup,
    location,
    objectId: tenant.ids.named('application-group', pool.applicationGroup),
    kind: 'Desktop',
    friendlyName: 'Desktop',
    hostPoolId: resourceId,
  });
  if (pool.workspace === undefined) return;
  const workspaceId = `${group}/providers/${AVD}/workspaces/${pool.workspace}`;
  const known = tenant.store.in(workspaces).get(resourceKey(workspaceId));
  tenant.store.in(workspaces).put({
    id: resourceKey(workspaceId),
    resourceId: workspaceId,
    name: pool.workspace,
    location,
    objectId: tenant.ids.named('workspace', pool.workspace),
    friendlyName: null,
    applicationGroupIds: [...(known?.applicationGroupIds ?? []), applicationGroupId],
  });
}
