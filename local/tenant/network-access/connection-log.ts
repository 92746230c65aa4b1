import type { Machine } from '../arm/machine';
import { judgeSignIn } from '../conditional-access/judge-sign-in';
import type { SignInClaims } from '../conditional-access/sign-in-subject';
import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';
import { appRoleAssignments } from '../directory/app-role-assignments';
import { servicePrincipals, type DirectoryUser } from '../directory/directory-objects';
import { directGroupIds, transitiveGroupIds } from '../directory/membership';
import { forwardingProfiles, type ForwardingProfile } from './forwarding-profile';
import { onboardingStatus } from './tenant-status';

/** One row of `networkAccess/logs/connections` (beta metadata, Jul 2026). */
export interface ConnectionRow {
  id: string;
  createdDateTime: string;
  userId: string;
  deviceId: string;
  homeTenantId: string;
  crossTenantAccessType: 'none' | 'b2bCollaboration';
  agentVersion: string;
  trafficType: string;
}

export const connectionRows = collection<ConnectionRow, 'user'>('gsaConnections', {
  user: (row) => row.userId,
});

// No source at hand prints the client's application id; the name is the one of the licensing page (Apr 2026).
const CLIENT_NAME = 'Global Secure Access Client';

/**
 * Lets the client on the machine connect for whoever has just signed in, and logs it. Returns which traffic is
 * tunnelled, or why none is: `no client`, `not onboarded`, `no profile`, `blocked`.
 */
export function connectTunnel(
  tenant: TenantContext,
  user: DirectoryUser,
  machine: Machine | undefined,
  claims: SignInClaims,
): string {
  if (machine?.client == null) return 'no client';
  if (onboardingStatus(tenant) !== 'onboarded') return 'not onboarded';
  const profiles = tenant.store
    .in(forwardingProfiles)
    .all()
    .filter((profile) => receives(tenant, user, profile));
  if (profiles.length === 0) return 'no profile';
  const open = profiles.filter((profile) => maySignIn(tenant, user, profile, claims));
  for (const profile of open)
    logConnection(tenant, user, profile, { id: machine.id, version: machine.client.version });
  return open.length === 0 ? 'blocked' : open.map((profile) => profile.trafficForwardingType).join(',');
}

function logConnection(
  tenant: TenantContext,
  user: DirectoryUser,
  { trafficForwardingType: type }: ForwardingProfile,
  device: { id: string; version: string },
): void {
  tenant.store.in(connectionRows).put({
    id: tenant.ids.next('gsaConnection'),
    createdDateTime: tenant.clock.iso(),
    userId: user.id,
    deviceId: device.id,
    homeTenantId: user.redeemedBy?.homeTenantId ?? tenant.settings.tenant.id,
    crossTenantAccessType: user.redeemedBy === undefined ? 'none' : 'b2bCollaboration',
    agentVersion: device.version,
    trafficType: type === 'm365' ? 'microsoft365' : type,
  });
}

/** Enabled, and for everybody or assigned; only direct members count for app roles (Entra limits page). */
function receives(tenant: TenantContext, user: DirectoryUser, profile: ForwardingProfile): boolean {
  if (profile.state !== 'enabled') return false;
  if (profile.assignedToAllUsers) return true;
  const reach = tenant.switches.get('profileFollowsNesting') ? transitiveGroupIds : directGroupIds;
  const principals = new Set([user.id, ...reach(tenant, user.id)]);
  return tenant.store
    .in(appRoleAssignments)
    .by('resource', profile.servicePrincipalId ?? '')
    .some(({ principalId }) => principals.has(principalId));
}

/** A profile's own application is the Conditional Access target; one without a service principal has none. */
function maySignIn(
  tenant: TenantContext,
  user: DirectoryUser,
  profile: ForwardingProfile,
  claims: SignInClaims,
): boolean {
  const principal = tenant.store.in(servicePrincipals).get(profile.servicePrincipalId ?? '');
  const appId = principal?.appId ?? tenant.ids.named('appId', CLIENT_NAME);
  const request = {
    appId,
    appDisplayName: CLIENT_NAME,
    clientAppType: 'mobileAppsAndDesktopClients',
  } as const;
  return judgeSignIn(tenant, user, { ...request, ...claims }).isAllowed;
}
