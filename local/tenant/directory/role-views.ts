import type { TenantContext } from '../core/tenant-context';
import { administrativeUnits } from './administrative-unit';
import { directoryRoleAssignments, roleTemplateId, type DirectoryRoleAssignment } from './directory-roles';

type View = Record<string, unknown>;

/** The object id of a role in this directory: another one than its template id. */
export function directoryRoleId(tenant: TenantContext, role: string): string {
  return tenant.ids.named('activeRole', role);
}

/** `directoryRole`: the older shape of a role, which exists once somebody holds it. */
export function directoryRoleView(tenant: TenantContext, role: string): View {
  return {
    id: directoryRoleId(tenant, role),
    deletedDateTime: null,
    description: role,
    displayName: role,
    roleTemplateId: roleTemplateId(tenant, role),
  };
}

/** `unifiedRoleDefinition`: the newer shape; its id is the template's. */
export function roleDefinitionView(tenant: TenantContext, role: string): View {
  const id = roleTemplateId(tenant, role);
  return { id, displayName: role, description: role, isBuiltIn: true, isEnabled: true, templateId: id };
}

/** `unifiedRoleAssignment`. */
export function roleAssignmentView(tenant: TenantContext, assignment: DirectoryRoleAssignment): View {
  const { id, principalId, role, administrativeUnitId: unitId } = assignment;
  const directoryScopeId = unitId === null ? '/' : `/administrativeUnits/${unitId}`;
  return { id, principalId, roleDefinitionId: roleTemplateId(tenant, role), directoryScopeId };
}

/** `administrativeUnit`. */
export function unitView(tenant: TenantContext, id: string): View | undefined {
  const unit = tenant.store.in(administrativeUnits).get(id);
  return unit === undefined ? undefined : { ...unit, deletedDateTime: null, visibility: null };
}

/** Roles held by somebody in the whole directory: those that `/directoryRoles` knows. */
export function activeRoles(tenant: TenantContext): string[] {
  const held = tenant.store.in(directoryRoleAssignments).all();
  return [...new Set(held.filter((one) => one.administrativeUnitId === null).map(({ role }) => role))];
}
