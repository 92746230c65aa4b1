import { createHash } from 'node:crypto';
import type { TenantContext } from '../core/tenant-context';
import { appRoleAssignments } from './app-role-assignments';
import { servicePrincipals } from './directory-objects';

/** Client id of Microsoft Graph in every tenant. */
export const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

/** Grants an application a permission of Microsoft Graph, or takes it back: an app role held on its service principal. Safe to repeat. */
export function setApplicationPermission(
  tenant: TenantContext,
  principalId: string,
  permission: string,
  isGranted: boolean,
): void {
  const graph = tenant.store.in(servicePrincipals).by('appId', GRAPH_APP_ID)[0];
  if (graph === undefined) throw new Error('The tenant has no service principal of Microsoft Graph');
  const appRoleId = graphRoleId(tenant, permission);
  const held = tenant.store
    .in(appRoleAssignments)
    .by('principal', principalId)
    .filter((one) => one.resourceId === graph.id && one.appRoleId === appRoleId);
  if (!isGranted) for (const { id } of held) tenant.store.in(appRoleAssignments).delete(id);
  else if (held.length === 0) {
    if (!graph.appRoles.some(({ id }) => id === appRoleId))
      tenant.store
        .in(servicePrincipals)
        .put({ ...graph, appRoles: [...graph.appRoles, graphRole(tenant, permission)] });
    grantGraphRole(tenant, principalId, graph.id, appRoleId);
  }
}

/** Ids of Graph's app roles are this tenant's own; Microsoft's are not needed. */
export function graphRoleId(tenant: TenantContext, permission: string): string {
  return tenant.ids.named('appRole', `microsoft-graph/${permission}`);
}

/** A permission of Graph as the app role it is. */
export function graphRole(tenant: TenantContext, permission: string): GraphRole {
  return {
    id: graphRoleId(tenant, permission),
    value: permission,
    displayName: permission,
    allowedMemberTypes: ['Application'],
    isEnabled: true,
  };
}

interface GraphRole {
  id: string;
  value: string;
  displayName: string;
  allowedMemberTypes: string[];
  isEnabled: true;
}

/** One app-role assignment of an application on Microsoft Graph. */
export function grantGraphRole(
  tenant: TenantContext,
  principalId: string,
  resourceId: string,
  appRoleId: string,
): void {
  const id = createHash('sha256').update(`${principalId} ${resourceId} ${appRoleId}`).digest('base64url');
  const createdDateTime = tenant.clock.iso();
  tenant.store.in(appRoleAssignments).put({
    id,
    principalId,
    principalType: 'ServicePrincipal',
    resourceId,
    appRoleId,
    createdDateTime,
  });
}
