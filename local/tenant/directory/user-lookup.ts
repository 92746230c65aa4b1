import { resourceNotFound } from '../core/api-error';
import type { TenantContext } from '../core/tenant-context';
import { users, type DirectoryUser } from './directory-objects';
import { visible, visibleAll } from './replication';

/** A live user as readers see it, by object id or user principal name; 404 otherwise. */
export function userByKey(tenant: TenantContext, key: string): DirectoryUser {
  const id =
    tenant.store.in(users).by('userPrincipalName', key.toLowerCase()).find(isLive)?.id ?? key.toLowerCase();
  const user = visible(tenant, users, id);
  if (user === undefined || !isLive(user)) throw resourceNotFound(key);
  return user;
}

/** The live users as readers see them. */
export function liveUsers(tenant: TenantContext): DirectoryUser[] {
  return visibleAll(tenant, users).filter(isLive);
}

function isLive(user: DirectoryUser): boolean {
  return user.deletedDateTime === null;
}
