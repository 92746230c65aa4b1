import type { TenantContext } from '../core/tenant-context';
import type { DirectoryUser } from '../directory/directory-objects';
import type { SessionHost } from './session-host';
import { userSessions, type UserSession } from './user-session';

/** The user's session of before, or a new one with the smallest free number. */
export function openSession(tenant: TenantContext, user: DirectoryUser, host: SessionHost): UserSession {
  const open = tenant.store.in(userSessions).by('host', host.id);
  const own = open.find((session) => session.userPrincipalName === user.userPrincipalName);
  if (own !== undefined) return tenant.store.in(userSessions).put({ ...own, state: 'Active' });
  let number = 1;
  while (open.some((session) => session.number === number)) number += 1;
  return tenant.store.in(userSessions).put({
    id: `${host.id}/${number}`,
    hostKey: host.id,
    poolKey: host.poolKey,
    hostName: host.name,
    number,
    objectId: tenant.ids.next('userSession'),
    userPrincipalName: user.userPrincipalName,
    state: 'Active',
    createTime: tenant.clock.iso(),
  });
}
