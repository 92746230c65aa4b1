import { registerAsyncOperations } from './arm/async-operations';
import { registerResourceGroups } from './arm/resource-groups';
import { registerRunCommands } from './arm/run-commands';
import { registerVirtualMachines } from './arm/virtual-machines';
import type { ArmRoutes } from './core/arm-routes';
import type { GraphRoutes } from './core/graph-routes';
import type { TenantContext } from './core/tenant-context';
import { registerApplicationGroups, registerWorkspaces } from './desktops/application-groups';
import { registerCloudPcs } from './desktops/cloud-pcs';
import { followEntitlements } from './desktops/follow-entitlements';
import { registerHostPools } from './desktops/host-pools';
import { registerLicences } from './desktops/licences';
import { registerProvisioningPolicies } from './desktops/provisioning-policies';
import { registerSessionHosts } from './desktops/session-hosts';
import { registerAuditReports } from './directory/audit-reports';
import { registerConnectedOrganizations } from './directory/connected-organizations';
import { registerCrossTenantAccess } from './directory/cross-tenant-access';
import { registerDeletedItems } from './directory/deleted-items';
import { registerDirectoryDelta } from './directory/directory-delta';
import { registerDirectoryObjects } from './directory/directory-object-lookup';
import { registerGroupMembers } from './directory/group-members';
import { registerGroups } from './directory/groups';
import { registerInvitations } from './directory/invitations';
import { registerMembershipQueries } from './directory/membership-queries';
import { registerOrganization } from './directory/organization';
import { keepRetention } from './directory/retention';
import { registerUsers } from './directory/users';
import { registerInstallationReport } from './intune/installation-report';
import { registerManagedDevices } from './intune/managed-devices';
import { registerMobileApps } from './intune/mobile-apps';
import { registerAppRoleAssignments } from './network-access/app-role-assignments';
import { registerForwardingProfiles } from './network-access/forwarding-profiles';
import { registerServicePrincipals } from './network-access/service-principals';
import { registerTenantStatus } from './network-access/tenant-status';

/** The resources of Microsoft Graph: one file each, one line each. */
export const graphParts: readonly ((graph: GraphRoutes) => void)[] = [
  registerUsers,
  registerInvitations,
  registerDeletedItems,
  registerGroups,
  registerGroupMembers,
  registerMembershipQueries,
  registerDirectoryObjects,
  registerDirectoryDelta,
  registerCrossTenantAccess,
  registerConnectedOrganizations,
  registerAuditReports,
  registerOrganization,
  registerServicePrincipals,
  registerAppRoleAssignments,
  registerTenantStatus,
  registerForwardingProfiles,
  registerCloudPcs,
  registerProvisioningPolicies,
  registerLicences,
  registerMobileApps,
  registerManagedDevices,
  registerInstallationReport,
];

/** The resources of Azure Resource Manager: one file each, one line each. */
export const armParts: readonly ((arm: ArmRoutes) => void)[] = [
  registerResourceGroups,
  registerHostPools,
  registerSessionHosts,
  registerApplicationGroups,
  registerWorkspaces,
  registerVirtualMachines,
  registerRunCommands,
  registerAsyncOperations,
];

/**
 * What has to be taken up again after a start: scheduled calls end with the process, so a resource that has
 * something under way writes down when it is due and arms it here.
 */
export const resumeParts: readonly ((tenant: TenantContext) => void)[] = [keepRetention, followEntitlements];
