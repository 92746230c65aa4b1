import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';
import type { ServicePrincipal } from './directory-objects';
import { directGroupIds } from './membership';

export interface AppRoleAssignment {
  id: string;
  principalId: string;
  principalType: 'User' | 'Group' | 'ServicePrincipal';
  resourceId: string;
  appRoleId: string;
  createdDateTime: string;
}

export const appRoleAssignments = collection<AppRoleAssignment, 'principal' | 'resource'>(
  'appRoleAssignments',
  {
    principal: (assignment) => assignment.principalId,
    resource: (assignment) => assignment.resourceId,
  },
);

/** The app roles a principal holds on a resource, its own and those of its direct groups: nesting does not count. */
export function appRoleValuesOf(
  tenant: TenantContext,
  principalId: string,
  resource: ServicePrincipal,
): string[] {
  const principals = new Set([principalId, ...directGroupIds(tenant, principalId)]);
  const held = tenant.store
    .in(appRoleAssignments)
    .by('resource', resource.id)
    .filter((assignment) => principals.has(assignment.principalId));
  const values = held.map(
    (assignment) => resource.appRoles.find((role) => role.id === assignment.appRoleId)?.value,
  );
  return [...new Set(values.filter((value) => value !== undefined && value !== null))];
}
