import { mayUseData } from '../arm/data-access';
import { machines } from '../arm/machine';
import { powerStateOf, virtualMachineById, virtualMachines } from '../arm/virtual-machine';
import { judgeSignIn } from '../conditional-access/judge-sign-in';
import type { SignInClaims } from '../conditional-access/sign-in-subject';
import type { TenantContext } from '../core/tenant-context';
import { servicePrincipals, type DirectoryUser } from '../directory/directory-objects';
import { applicationGroups, workspaces } from './application-group';
import { MICROSOFT_REMOTE_DESKTOP, WINDOWS_CLOUD_LOGIN } from './desktop-apps';
import type { HostPool } from './host-pool';
import { statusOf, type SessionHost } from './session-host';

const USE_APPLICATIONS = 'Microsoft.DesktopVirtualization/applicationGroups/useApplications/action';
const LOGIN = 'Microsoft.Compute/virtualMachines/login/action';

/** One check on the way to a desktop: where it ends and why; undefined: passed. */
export type Obstacle = { stoppedAt: string; reason: string } | undefined;

/** One-time-passcode guests cannot sign in to desktops (AVD: supported identities, 2026). */
export function identityObstacle(user: DirectoryUser): Obstacle {
  if (user.deletedDateTime !== null) return { stoppedAt: 'account', reason: 'The user has been deleted.' };
  if (user.redeemedBy?.provider === 'mail') {
    return {
      stoppedAt: 'identity-provider',
      reason: 'E-mail one-time-passcode identities cannot use desktops.',
    };
  }
  return undefined;
}

/** Conditional Access, the account and cross-tenant access, for one of the desktop's applications. */
export function appObstacle(
  tenant: TenantContext,
  user: DirectoryUser,
  app: { appId: string; displayName: string },
  claims: SignInClaims,
): Obstacle {
  const request = {
    appId: app.appId,
    appDisplayName: app.displayName,
    clientAppType: 'mobileAppsAndDesktopClients',
  } as const;
  const verdict = judgeSignIn(tenant, user, { ...request, ...claims });
  return verdict.isAllowed
    ? undefined
    : { stoppedAt: `sign-in to ${app.displayName}`, reason: `AADSTS${verdict.code}: ${verdict.reason}` };
}

/** The role on an application group of the pool, and a workspace that shows it. */
export function feedObstacle(tenant: TenantContext, user: DirectoryUser, pool: HostPool): Obstacle {
  const groups = tenant.store.in(applicationGroups).by('pool', pool.id);
  const usable = groups.filter((group) => mayUseData(tenant, user.id, USE_APPLICATIONS, group.resourceId));
  if (usable.length === 0) {
    return { stoppedAt: 'application group', reason: 'The user has no role to use the application group.' };
  }
  const shown = tenant.store
    .in(workspaces)
    .all()
    .flatMap(({ applicationGroupIds }) => applicationGroupIds.map((id) => id.toLowerCase()));
  if (usable.some(({ id }) => shown.includes(id))) return undefined;
  return { stoppedAt: 'workspace', reason: 'The application group is in no workspace.' };
}

/** A host that is up, or is started on connect, healthy and taking sessions. */
export function hostObstacle(tenant: TenantContext, pool: HostPool, host: SessionHost): Obstacle {
  const vm = virtualMachineById(tenant, host.vmResourceId);
  const isOff = vm !== undefined && powerStateOf(tenant, vm) !== 'running';
  if (isOff && pool.startVMOnConnect) {
    const untilMs = tenant.clock.now();
    tenant.store.in(virtualMachines).put({ ...vm, power: 'running', moving: { to: 'running', untilMs } });
  }
  const status = statusOf(tenant, host);
  if (status !== 'Available')
    return { stoppedAt: 'session host', reason: `The session host ${host.name} is ${status}.` };
  return host.allowNewSession
    ? undefined
    : { stoppedAt: 'session host', reason: `The session host ${host.name} takes no new sessions.` };
}

/** Without it on both applications Entra sign-in over RDP does not happen (Configure single sign-on for AVD, Nov 2023). */
export function remoteDesktopObstacle(tenant: TenantContext): Obstacle {
  const off = [MICROSOFT_REMOTE_DESKTOP, WINDOWS_CLOUD_LOGIN].find(({ appId }) => {
    const principal = tenant.store.in(servicePrincipals).by('appId', appId)[0];
    return principal?.remoteDesktopProtocolEnabled !== true;
  });
  if (off === undefined) return undefined;
  return {
    stoppedAt: 'single sign-on',
    reason: `The remote desktop protocol is not enabled on ${off.displayName}.`,
  };
}

/** External identities need single sign-on and an Entra-joined host (AVD: supported identities, 2026). */
export function ssoObstacle(tenant: TenantContext, pool: HostPool, host: SessionHost): Obstacle {
  if (!/(^|;)\s*enablerdsaadauth:i:1\b/i.test(pool.customRdpProperty)) {
    return {
      stoppedAt: 'single sign-on',
      reason: `The host pool ${pool.name} does not have enablerdsaadauth:i:1.`,
    };
  }
  const vm = virtualMachineById(tenant, host.vmResourceId);
  const machine = tenant.store.in(machines).get(vm?.vmId ?? '');
  if (machine?.entraJoined === true && !machine.domainJoined) return undefined;
  return { stoppedAt: 'device join', reason: `The session host ${host.name} is not Microsoft Entra joined.` };
}

/** The role to sign in to the machine. */
export function loginObstacle(tenant: TenantContext, user: DirectoryUser, host: SessionHost): Obstacle {
  if (!tenant.switches.get('guestNeedsVmLoginRole')) return undefined;
  if (mayUseData(tenant, user.id, LOGIN, host.vmResourceId)) return undefined;
  return { stoppedAt: 'virtual machine login', reason: `The user has no role to sign in to ${host.name}.` };
}
