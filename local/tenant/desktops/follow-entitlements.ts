import type { DirectoryChange } from '../core/change-log';
import type { TenantContext } from '../core/tenant-context';
import { memberships } from '../directory/directory-objects';
import { cloudPcs, provisioningPolicies } from './cloud-pc';
import { armCloudPc, reconcileCloudPc, settleCloudPc } from './cloud-pc-lifecycle';
import { groupLicences } from './licence';

/** Follows the directory: who enters or leaves a licensed or assigned group, is deleted or restored. */
export function followEntitlements(tenant: TenantContext): void {
  for (const { id } of tenant.store.in(cloudPcs).all()) {
    settleCloudPc(tenant, id);
    armCloudPc(tenant, id);
  }
  tenant.changes.listen((change) => {
    for (const userId of affected(tenant, change)) reconcileCloudPc(tenant, userId);
  });
}

function affected(tenant: TenantContext, change: DirectoryChange): string[] {
  if (change.type === 'user') {
    const matter = change.change !== 'updated' || change.properties.includes('usageLocation');
    return matter ? [change.objectId] : [];
  }
  if (!matters(tenant, change.objectId)) return [];
  const moved = [...(change.membersAdded ?? []), ...(change.membersRemoved ?? [])];
  return change.change === 'updated' ? moved : [...moved, ...membersOf(tenant, change.objectId)];
}

function matters(tenant: TenantContext, groupId: string): boolean {
  if (tenant.store.in(groupLicences).by('group', groupId).length > 0) return true;
  return tenant.store
    .in(provisioningPolicies)
    .all()
    .some(({ assignments }) => assignments.some((assignment) => assignment.groupId === groupId));
}

/** Everybody whose entitlement a change of the group's licence or policy touches. */
export function reconcileGroup(tenant: TenantContext, groupId: string): void {
  for (const userId of membersOf(tenant, groupId)) reconcileCloudPc(tenant, userId);
}

function membersOf(tenant: TenantContext, groupId: string): string[] {
  return tenant.store
    .in(memberships)
    .by('group', groupId)
    .map(({ memberId }) => memberId);
}
