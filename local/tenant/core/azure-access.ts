import { transitiveGroupIds } from '../directory/membership';
import { collection } from './store';
import type { TenantContext } from './tenant-context';

/** A role definition: what it allows, and what it takes out again. `*` stands for any letters. */
export interface AzureRole {
  /** The role's GUID. */
  id: string;
  name: string;
  kind: 'BuiltInRole' | 'CustomRole';
  actions: readonly string[];
  notActions: readonly string[];
  dataActions: readonly string[];
}

export interface AzureRoleAssignment {
  /** The assignment's GUID: its name. */
  id: string;
  /** In lower case, without a slash at the end; `/` for the whole directory. */
  scope: string;
  roleId: string;
  principalId: string;
  principalType: 'User' | 'Group' | 'ServicePrincipal';
  createdOn: string;
  createdBy: string;
  description?: string;
  condition?: string;
}

export const azureRoles = collection<AzureRole>('azureRoles');
export const azureRoleAssignments = collection<AzureRoleAssignment, 'principal' | 'scope'>(
  'azureRoleAssignments',
  {
    principal: (assignment) => assignment.principalId,
    scope: (assignment) => assignment.scope,
  },
);

/** Whether a role assignment of the principal, or of a group it is in, allows `action` at `path`. */
export function mayAct(tenant: TenantContext, principalId: string, action: string, path: string): boolean {
  const principals = [principalId, ...transitiveGroupIds(tenant, principalId)];
  return principals.some((id) =>
    tenant.store
      .in(azureRoleAssignments)
      .by('principal', id)
      .some(
        (assignment) =>
          covers(assignment.scope, path) &&
          allows(tenant.store.in(azureRoles).get(assignment.roleId), action),
      ),
  );
}

function covers(scope: string, path: string): boolean {
  return scope === '/' || `${path.toLowerCase()}/`.startsWith(`${scope.toLowerCase()}/`);
}

function allows(role: AzureRole | undefined, action: string): boolean {
  if (role === undefined) return false;
  return (
    role.actions.some((pattern) => matches(pattern, action)) &&
    !role.notActions.some((pattern) => matches(pattern, action))
  );
}

function matches(pattern: string, action: string): boolean {
  const source = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`, 'i').test(action);
}
