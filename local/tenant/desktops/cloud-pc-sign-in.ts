import { machines } from '../arm/machine';
import type { SignInClaims } from '../conditional-access/sign-in-subject';
import type { TenantContext } from '../core/tenant-context';
import type { DirectoryUser } from '../directory/directory-objects';
import { settleInstallations } from '../intune/app-installation';
import { connectTunnel } from '../network-access/connection-log';
import { cloudPcs, isUsable, provisioningPolicies } from './cloud-pc';
import { settleCloudPc } from './cloud-pc-lifecycle';
import { cloudPcSessions } from './cloud-pc-session';
import { WINDOWS_365_APP, WINDOWS_CLOUD_LOGIN } from './desktop-apps';
import { appObstacle, identityObstacle, remoteDesktopObstacle } from './desktop-obstacles';
import type { DesktopSignIn } from './desktop-sign-in';

/** Walks a person to the own Cloud PC, and stops where the real way would. */
export function signInToCloudPc(
  tenant: TenantContext,
  user: DirectoryUser,
  claims: SignInClaims,
): DesktopSignIn {
  const held = tenant.store.in(cloudPcs).by('user', user.id)[0];
  if (held !== undefined) settleCloudPc(tenant, held.id);
  const obstacle = identityObstacle(user) ?? appObstacle(tenant, user, WINDOWS_365_APP, claims);
  if (obstacle !== undefined) return { signedIn: false, ...obstacle };
  const pc = tenant.store.in(cloudPcs).by('user', user.id)[0];
  if (pc === undefined || !isUsable(tenant, pc)) {
    return { signedIn: false, stoppedAt: 'cloud pc', reason: 'The user has no Cloud PC that is ready.' };
  }
  if (tenant.store.in(provisioningPolicies).get(pc.policyId)?.enableSingleSignOn !== true) {
    return {
      signedIn: false,
      stoppedAt: 'single sign-on',
      reason: 'The provisioning policy has single sign-on off.',
    };
  }
  const login = remoteDesktopObstacle(tenant) ?? appObstacle(tenant, user, WINDOWS_CLOUD_LOGIN, claims);
  if (login !== undefined) return { signedIn: false, ...login };
  settleInstallations(tenant, pc);
  const session = { id: pc.id, userId: user.id, startedAtMs: tenant.clock.now(), endedAtMs: null };
  tenant.store.in(cloudPcSessions).put(session);
  const machine = tenant.store.in(machines).get(pc.id);
  return { signedIn: true, host: pc.name, session: 1, tunnel: connectTunnel(tenant, user, machine, claims) };
}
