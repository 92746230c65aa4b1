import { registerAsyncOperations } from './arm/async-operations';
import { registerResourceGroups } from './arm/resource-groups';
import { registerRoleAssignments } from './arm/role-assignments';
import { registerRoleDefinitions } from './arm/role-definitions';
import { registerRunCommands } from './arm/run-commands';
import { registerVirtualMachines } from './arm/virtual-machines';
import { registerConditionalAccessPolicies } from './conditional-access/policies';
import { registerWhatIf } from './conditional-access/what-if';
import type { ArmRoutes } from './core/arm-routes';
import type { GraphRoutes } from './core/graph-routes';
import type { TenantContext } from './core/tenant-context';
import { registerApplicationGroups, registerWorkspaces } from './desktops/application-groups';
import { registerCloudPcs } from './desktops/cloud-pcs';
import { followEntitlements } from './desktops/follow-entitlements';
import { registerHostPools } from './desktops/host-pools';
import { registerLicences } from './desktops/licences';
import { registerProvisioningPolicies } from './desktops/provisioning-policies';
import { registerRemoteDesktopSecurity } from './desktops/remote-desktop-security';
import { registerSessionHosts } from './desktops/session-hosts';
import { registerAdministrativeUnits } from './directory/administrative-units';
import { registerAuditReports } from './directory/audit-reports';
import { registerConnectedOrganizations } from './directory/connected-organizations';
import { registerPackageAssignments } from './directory/package-assignments';
import { registerPackageResources } from './directory/package-resources';
import { registerServicePrincipalChanges } from './network-access/service-principal-changes';
import { registerCrossTenantAccess } from './directory/cross-tenant-access';
import { registerUserSessions } from './desktops/user-sessions';
import { registerDeletedItems } from './directory/deleted-items';
import { registerDirectoryDelta } from './directory/directory-delta';
import { registerDirectoryObjects } from './directory/directory-object-lookup';
import { registerGroupMembers } from './directory/group-members';
import { registerGroups } from './directory/groups';
import { registerInvitations } from './directory/invitations';
import { registerMembershipQueries } from './directory/membership-queries';
import { registerOrganization } from './directory/organization';
import { keepPartnersSynchronised } from './directory/partner-synchronisation';
import { keepRetention } from './directory/retention';
import { registerRoleManagement } from './directory/role-management';
import { registerSponsors } from './directory/sponsors';
import { registerSendMail } from './mail/send-mail';
import { registerUsers } from './directory/users';
import { registerInstallationReport } from './intune/installation-report';
import { registerManagedDevices } from './intune/managed-devices';
import { registerMobileApps } from './intune/mobile-apps';
import { registerAppRoleAssignments } from './network-access/app-role-assignments';
import { registerConnectionLogs } from './network-access/connection-logs';
import { registerForwardingProfiles } from './network-access/forwarding-profiles';
import { registerServicePrincipals } from './network-access/service-principals';
import { registerTenantStatus } from './network-access/tenant-status';

/** The resources of Microsoft Graph: one file each, one line each. */
export const graphParts: readonly ((graph: GraphRoutes) => void)[] = [
  registerUsers,
  registerSponsors,
  registerInvitations,
  registerSendMail,
  registerDeletedItems,
  registerGroups,
  registerGroupMembers,
  registerMembershipQueries,
  registerDirectoryObjects,
  registerDirectoryDelta,
  registerCrossTenantAccess,
  registerConnectedOrganizations,
  registerPackageResources,
  registerPackageAssignments,
  registerServicePrincipalChanges,
  registerAuditReports,
  registerRoleManagement,
  registerAdministrativeUnits,
  registerOrganization,
  registerServicePrincipals,
  registerAppRoleAssignments,
  registerTenantStatus,
  registerForwardingProfiles,
  registerConnectionLogs,
  registerRemoteDesktopSecurity,
  registerConditionalAccessPolicies,
  registerWhatIf,
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
  registerRoleDefinitions,
  registerRoleAssignments,
  registerHostPools,
  registerSessionHosts,
  registerUserSessions,
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
export const resumeParts: readonly ((tenant: TenantContext) => void)[] = [
  keepRetention,
  keepPartnersSynchronised,
  followEntitlements,
];
