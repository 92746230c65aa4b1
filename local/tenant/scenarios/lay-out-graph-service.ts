import type { TenantContext } from '../core/tenant-context';
import { servicePrincipals } from '../directory/directory-objects';
import { GRAPH_APP_ID, grantGraphRole, graphRole, graphRoleId } from '../directory/graph-permissions';
import { objectIdOf } from './scenario-names';
import type { Scenario } from './scenario-schema';

/**
 * Application permissions that are offered beside those a scenario gives to its apps: what somebody may want to grant,
 * by mistake too.
 */
const OFFERED = [
  'AppRoleAssignment.ReadWrite.All',
  'Application.Read.All',
  'AuditLog.Read.All',
  'CloudPC.Read.All',
  'CloudPC.ReadWrite.All',
  'CrossTenantInformation.ReadBasic.All',
  'DeviceManagementApps.Read.All',
  'Directory.ReadWrite.All',
  'EntitlementManagement.Read.All',
  'EntitlementManagement.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'GroupMember.ReadWrite.All',
  'NetworkAccess.Read.All',
  'Policy.Read.All',
  'Policy.ReadWrite.CrossTenantAccess',
  'User.EnableDisableAccount.All',
  'User.Invite.All',
  'User.Read.All',
  'User.ReadWrite.All',
];

/**
 * The service principal of Microsoft Graph, and an app-role assignment on it for each permission a scenario gives an
 * app: what an app may do is what it is assigned, then and later. Ids of the roles are this tenant's own; Microsoft's are not needed.
 */
export function layOutGraphService(tenant: TenantContext, scenario: Scenario): void {
  const values = new Set([...OFFERED, ...scenario.apps.flatMap(({ graphPermissions }) => graphPermissions)]);
  const id = tenant.ids.named('servicePrincipal', 'microsoft-graph');
  tenant.store.in(servicePrincipals).put({
    id,
    appId: GRAPH_APP_ID,
    displayName: 'Microsoft Graph',
    servicePrincipalType: 'Application',
    accountEnabled: true,
    appRoles: [...values].sort().map((value) => graphRole(tenant, value)),
    appRoleAssignmentRequired: false,
    servicePrincipalNames: [GRAPH_APP_ID, 'https://graph.microsoft.com'],
    tags: [],
    createdDateTime: tenant.clock.iso(),
    delegatedPermissions: [],
  });
  for (const { name, graphPermissions } of scenario.apps) {
    const principalId = objectIdOf(tenant, 'app', name);
    for (const permission of graphPermissions)
      grantGraphRole(tenant, principalId, id, graphRoleId(tenant, permission));
  }
}
