import type { TenantContext } from '../core/tenant-context';
import { appRoleAssignments } from '../directory/app-role-assignments';
import { servicePrincipals, type ServicePrincipal } from '../directory/directory-objects';
import { assignmentId } from '../network-access/app-role-assignments';
import { forwardingProfiles } from '../network-access/forwarding-profile';
import { gsaOnboarding } from '../network-access/tenant-status';
import type { NetworkAccessSection } from './endpoint-section';
import { nameObject, objectIdOf } from './scenario-names';
import type { Scenario } from './scenario-schema';

const BUILT_IN_PRIORITY = { m365: 0, private: 1, internet: 2 };
/** The `User` role in the tutorial's sample; read it from `appRoles`, it differs. */
const USER_ROLE = '18d14569-c3bd-439b-9a66-3a2aee01d14f';

/** Global Secure Access: where onboarding stands, the profiles and the private apps with who they are assigned to. */
export function layOutNetworkAccess(tenant: TenantContext, { networkAccess }: Scenario): void {
  const { onboarding, profiles, privateApps } = networkAccess;
  const errorMessage = onboarding === 'onboardingErrorOccurred' ? 'Onboarding failed.' : null;
  tenant.store.in(gsaOnboarding).put({ id: 'gsa', status: onboarding, errorMessage, doneAtMs: null });
  for (const profile of profiles) layOutProfile(tenant, profile);
  for (const app of privateApps) {
    const tags = [
      'HideApp',
      app.quickAccess ? 'NetworkAccessQuickAccessApplication' : 'PrivateAccessNonWebApplication',
    ];
    const id = nameObject(tenant, 'private-app', app.name, app.id);
    assignable(tenant, id, app.displayName ?? app.name, tags, app.groups);
  }
}

function layOutProfile(tenant: TenantContext, profile: NetworkAccessSection['profiles'][number]): void {
  const id = nameObject(tenant, 'forwarding-profile', profile.name, profile.id);
  const servicePrincipalId = profile.servicePrincipal
    ? tenant.ids.named('profile-principal', profile.name)
    : null;
  tenant.store.in(forwardingProfiles).put({
    id,
    name: profile.name,
    description: `Default traffic forwarding profile for ${profile.type} traffic.`,
    state: profile.enabled ? 'enabled' : 'disabled',
    trafficForwardingType: profile.type,
    priority: profile.priority ?? BUILT_IN_PRIORITY[profile.type],
    isCustomProfile: profile.custom,
    servicePrincipalId,
    assignedToAllUsers: profile.allUsers,
    lastModifiedDateTime: tenant.clock.iso(),
  });
  if (servicePrincipalId !== null)
    assignable(
      tenant,
      servicePrincipalId,
      profile.name,
      ['WindowsAzureActiveDirectoryIntegratedApp'],
      profile.groups,
      !profile.allUsers,
    );
}

/** An enterprise app with the role `User`, assigned to the groups. */
function assignable(
  tenant: TenantContext,
  id: string,
  displayName: string,
  tags: string[],
  groupNames: readonly string[],
  appRoleAssignmentRequired = true,
): void {
  const principal: ServicePrincipal = {
    id,
    appId: tenant.ids.named('appId', displayName),
    displayName,
    servicePrincipalType: 'Application',
    accountEnabled: true,
    appRoles: [
      { id: USER_ROLE, value: null, displayName: 'User', allowedMemberTypes: ['User'], isEnabled: true },
    ],
    appRoleAssignmentRequired,
    servicePrincipalNames: [],
    tags,
    createdDateTime: tenant.clock.iso(),
    delegatedPermissions: [],
  };
  tenant.store.in(servicePrincipals).put(principal);
  for (const name of groupNames) {
    const principalId = objectIdOf(tenant, 'group', name);
    tenant.store.in(appRoleAssignments).put({
      id: assignmentId(principalId, id),
      principalId,
      principalType: 'Group',
      resourceId: id,
      appRoleId: USER_ROLE,
      createdDateTime: tenant.clock.iso(),
    });
  }
}
