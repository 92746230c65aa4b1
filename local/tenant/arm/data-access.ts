import { azureRoleAssignments, azureRoles, type AzureRoleAssignment } from '../core/azure-access';
import type { TenantContext } from '../core/tenant-context';
import { transitiveGroupIds } from '../directory/membership';

/** Whether a role of the user, or of a group the user is in, gives `dataAction` on the resource. */
export function mayUseData(
  tenant: TenantContext,
  principalId: string,
  dataAction: string,
  resourceId: string,
): boolean {
  return [principalId, ...transitiveGroupIds(tenant, principalId)].some((id) =>
    tenant.store
      .in(azureRoleAssignments)
      .by('principal', id)
      .some((assignment) => isAbove(assignment, resourceId) && givesData(tenant, assignment, dataAction)),
  );
}

function givesData(tenant: TenantContext, { roleId }: AzureRoleAssignment, dataAction: string): boolean {
  const actions = tenant.store.in(azureRoles).get(roleId)?.dataActions ?? [];
  return actions.some((action) => action.toLowerCase() === dataAction.toLowerCase() || action === '*');
}

/** True when the assignment stands at the resource or at something that holds it. */
export function isAbove({ scope }: Pick<AzureRoleAssignment, 'scope'>, resourceId: string): boolean {
  return scope === '/' || `${resourceId.toLowerCase()}/`.startsWith(`${scope}/`);
}
