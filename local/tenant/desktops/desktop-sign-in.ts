import { machines } from '../arm/machine';
import { virtualMachineById } from '../arm/virtual-machine';
import type { SignInClaims } from '../conditional-access/sign-in-subject';
import type { TenantContext } from '../core/tenant-context';
import type { DirectoryUser } from '../directory/directory-objects';
import { connectTunnel } from '../network-access/connection-log';
import { AVD_APP, WINDOWS_CLOUD_LOGIN } from './desktop-apps';
import {
  appObstacle,
  feedObstacle,
  hostObstacle,
  identityObstacle,
  loginObstacle,
  remoteDesktopObstacle,
  ssoObstacle,
} from './desktop-obstacles';
import { hostPools, type HostPool } from './host-pool';
import { openSession } from './open-session';
import { sessionHosts, statusOf, type SessionHost } from './session-host';

export type DesktopSignIn =
  | { signedIn: true; host: string; session: number; tunnel: string }
  | { signedIn: false; stoppedAt: string; reason: string };

/** Walks a person to a desktop of the pool the way Windows App does, and stops where the real way would. */
export function signInToPool(
  tenant: TenantContext,
  user: DirectoryUser,
  pool: HostPool,
  claims: SignInClaims,
): DesktopSignIn {
  const feed =
    identityObstacle(user) ?? appObstacle(tenant, user, AVD_APP, claims) ?? feedObstacle(tenant, user, pool);
  if (feed !== undefined) return { signedIn: false, ...feed };
  const host = hostFor(tenant, user, pool);
  if (host === undefined) return { signedIn: false, ...NO_HOST };
  const obstacle =
    hostObstacle(tenant, pool, host) ??
    remoteDesktopObstacle(tenant) ??
    ssoObstacle(tenant, pool, host) ??
    appObstacle(tenant, user, WINDOWS_CLOUD_LOGIN, claims) ??
    loginObstacle(tenant, user, host);
  return obstacle === undefined ? signedIn(tenant, user, host, claims) : { signedIn: false, ...obstacle };
}

const NO_HOST = {
  stoppedAt: 'assignment',
  reason: 'No resources are available: no host is assigned to the user.',
};

function signedIn(
  tenant: TenantContext,
  user: DirectoryUser,
  host: SessionHost,
  claims: SignInClaims,
): DesktopSignIn {
  const session = openSession(tenant, user, host);
  const vm = virtualMachineById(tenant, host.vmResourceId);
  const machine = tenant.store.in(machines).get(vm?.vmId ?? '');
  return {
    signedIn: true,
    host: host.name,
    session: session.number,
    tunnel: connectTunnel(tenant, user, machine, claims),
  };
}

/** `Direct`: the assigned host or none; `Automatic`: the assigned one, else the first free one becomes it. */
function hostFor(tenant: TenantContext, user: DirectoryUser, pool: HostPool): SessionHost | undefined {
  const hosts = tenant.store.in(sessionHosts).by('pool', pool.id);
  if (pool.hostPoolType !== 'Personal') return hosts.find((host) => statusOf(tenant, host) === 'Available');
  const name = user.userPrincipalName.toLowerCase();
  const own = hosts.find((host) => host.assignedUser?.toLowerCase() === name);
  if (own !== undefined || pool.personalDesktopAssignmentType !== 'Automatic') return own;
  const free = hosts.find((host) => host.assignedUser === null && statusOf(tenant, host) === 'Available');
  if (free === undefined) return undefined;
  return tenant.store.in(sessionHosts).put({ ...free, assignedUser: user.userPrincipalName });
}

/** The pool of that name. */
export function hostPoolByName(tenant: TenantContext, name: string): HostPool | undefined {
  return tenant.store
    .in(hostPools)
    .all()
    .find((pool) => pool.name === name);
}
