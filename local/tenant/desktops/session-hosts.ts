import { z } from 'zod';
import { bodyOf, ok, type ApiReply } from '../core/api-call';
import { ApiError } from '../core/api-error';
import type { ArmCall, ArmRoutes } from '../core/arm-routes';
import type { TenantContext } from '../core/tenant-context';
import { users } from '../directory/directory-objects';
import { armPage } from './arm-page';
import { AVD, AVD_API_VERSIONS, HOST_POOL_PATTERN, hostPoolOf, type HostPool } from './host-pool';
import { sessionHostOf, sessionHosts, sessionHostView, type SessionHost } from './session-host';

const LIST = `${HOST_POOL_PATTERN}/sessionHosts`;
const ONE = `${LIST}/{host}`;
const READ = { action: `${AVD}/hostpools/sessionhosts/read`, apiVersions: AVD_API_VERSIONS };
const WRITE = { action: `${AVD}/hostpools/sessionhosts/write`, apiVersions: AVD_API_VERSIONS };

const sessionHostPatch = z.object({
  properties: z
    .object({
      allowNewSession: z.boolean(),
      assignedUser: z.string().nullable(),
      friendlyName: z.string().nullable(),
    })
    .partial()
    .default({}),
});

/** Session hosts: list, get, and PATCH of the three writable properties (swagger 2024-04-03). */
export function registerSessionHosts(arm: ArmRoutes): void {
  arm.get(LIST, READ, (call) => {
    const pool = hostPoolOf(call);
    const found = call.tenant.store.in(sessionHosts).by('pool', pool.id);
    return armPage(
      call,
      found.map((host) => sessionHostView(call.tenant, pool, host)),
    );
  });
  arm.get(ONE, READ, (call) => {
    const { pool, host } = sessionHostOf(call);
    return ok(sessionHostView(call.tenant, pool, host));
  });
  arm.patch(ONE, WRITE, patchSessionHost);
}

function patchSessionHost(call: ArmCall): ApiReply {
  const { pool, host } = sessionHostOf(call);
  const { properties } = bodyOf(call, sessionHostPatch, 'BadRequest');
  const {
    assignedUser,
    allowNewSession = host.allowNewSession,
    friendlyName = host.friendlyName,
  } = properties;
  const changed = {
    ...host,
    allowNewSession,
    friendlyName,
    assignedUser:
      assignedUser === undefined ? host.assignedUser : assignment(call, pool, host, assignedUser ?? ''),
  };
  call.tenant.store.in(sessionHosts).put(changed);
  return ok(sessionHostView(call.tenant, pool, changed));
}

/** The new owner, or null for an empty name; throws where the service is said to refuse. */
function assignment(call: ArmCall, pool: HostPool, host: SessionHost, wanted: string): string | null {
  const { tenant } = call;
  if (pool.hostPoolType !== 'Personal')
    throw refusal(`HostPool ${pool.name} is not personal: users cannot be assigned.`);
  const isChange = host.assignedUser !== null && !sameName(host.assignedUser, wanted);
  if (isChange && call.query.get('force') !== 'true' && tenant.switches.get('reassignNeedsForce')) {
    throw refusal(
      `SessionHost ${host.name} is already assigned to a user; use force to change the assignment.`,
    );
  }
  if (wanted === '') return null;
  refuseUnknownUser(tenant, wanted);
  refuseSecondDesktop(tenant, pool, host, wanted);
  return wanted;
}

/** UNVERIFIED: whether AVD accepts the `#EXT#` form of a guest's name, and what it does with an unknown one. */
function refuseUnknownUser(tenant: TenantContext, wanted: string): void {
  if (!tenant.switches.get('assignedUserMayBeExternal') && wanted.toUpperCase().includes('#EXT#')) {
    throw refusal('The user principal name of the assigned user is not valid.');
  }
  const found = tenant.store.in(users).by('userPrincipalName', wanted.toLowerCase());
  const isKnown = found.some((user) => user.deletedDateTime === null);
  if (!isKnown && tenant.switches.get('assignedUserMustExist'))
    throw refusal('The assigned user does not exist.');
}

/** One user, one desktop in a pool (Configure personal desktop assignment, Apr 2023); newer pools may differ. */
function refuseSecondDesktop(tenant: TenantContext, pool: HostPool, host: SessionHost, wanted: string): void {
  if (!tenant.switches.get('oneDesktopPerUserInPool')) return;
  const other = tenant.store
    .in(sessionHosts)
    .by('pool', pool.id)
    .find((one) => one.id !== host.id && one.assignedUser !== null && sameName(one.assignedUser, wanted));
  if (other !== undefined)
    throw refusal(`The user is already assigned to SessionHost ${other.name} of HostPool ${pool.name}.`);
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function refusal(message: string): ApiError {
  return new ApiError(400, '400', message);
}
