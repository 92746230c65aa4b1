import type { TenantContext } from '../core/tenant-context';
import {
  servicePrincipals,
  users,
  type DirectoryUser,
  type ServicePrincipal,
} from '../directory/directory-objects';

/** The service principal of a client id. */
export function principalOfApp(tenant: TenantContext, appId: string): ServicePrincipal | undefined {
  return tenant.store.in(servicePrincipals).by('appId', appId.toLowerCase())[0];
}

/** A live user by user principal name or mail. */
export function userByName(tenant: TenantContext, name: string): DirectoryUser | undefined {
  const table = tenant.store.in(users);
  const key = name.toLowerCase();
  const found = [...table.by('userPrincipalName', key), ...table.by('mail', key)];
  return found.find((user) => user.deletedDateTime === null);
}
