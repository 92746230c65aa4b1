import type { ServicePrincipal } from '../directory/directory-objects';

/** A service principal as Graph shows it (Graph v1.0: servicePrincipal resource). */
export function servicePrincipalView(principal: ServicePrincipal): Record<string, unknown> {
  return {
    id: principal.id,
    accountEnabled: principal.accountEnabled,
    appDisplayName: principal.displayName,
    appId: principal.appId,
    appRoleAssignmentRequired: principal.appRoleAssignmentRequired,
    appRoles: principal.appRoles.map((role) => ({
      id: role.id,
      value: role.value,
      displayName: role.displayName,
      description: role.displayName,
      allowedMemberTypes: role.allowedMemberTypes,
      isEnabled: role.isEnabled,
    })),
    createdDateTime: principal.createdDateTime,
    displayName: principal.displayName,
    servicePrincipalNames: principal.servicePrincipalNames,
    servicePrincipalType: principal.servicePrincipalType,
    tags: principal.tags,
  };
}
