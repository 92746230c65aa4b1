import type { Tenant } from '../../local/tenant/tenant';
import { adminHeaders } from '../local/tenant/network-access/admin-headers';

/** Graph, asked by the admin of the tenant: what people do outside the product. Throws on anything but success. */
export async function adminGraph<T = unknown>(
  tenant: Tenant,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${tenant.url}${path}`, {
    method,
    headers: { ...(await adminHeaders(tenant)), 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

interface Profile {
  id: string;
  servicePrincipal: { id: string; appRoles: { id: string }[] };
}

async function privateProfile(tenant: Tenant): Promise<Profile> {
  const { value } = await adminGraph<{ value: (Profile & { trafficForwardingType: string })[] }>(
    tenant,
    'GET',
    '/beta/networkAccess/forwardingProfiles?$expand=servicePrincipal',
  );
  return value.find((profile) => profile.trafficForwardingType === 'private')!;
}

/** An admin switches the private access profile on or off. */
export async function setPrivateProfile(tenant: Tenant, state: 'enabled' | 'disabled'): Promise<void> {
  const { id } = await privateProfile(tenant);
  await adminGraph(tenant, 'PATCH', `/beta/networkAccess/forwardingProfiles/${id}`, { state });
}

/** An admin takes the private access profile from a group, or gives it back. */
export async function setPrivateProfileAssigned(
  tenant: Tenant,
  group: string,
  isAssigned: boolean,
): Promise<void> {
  const { servicePrincipal } = await privateProfile(tenant);
  const path = `/v1.0/servicePrincipals/${servicePrincipal.id}/appRoleAssignedTo`;
  if (isAssigned) {
    const appRoleId = servicePrincipal.appRoles[0]!.id;
    await adminGraph(tenant, 'POST', path, {
      principalId: group,
      resourceId: servicePrincipal.id,
      appRoleId,
    });
    return;
  }
  const { value } = await adminGraph<{ value: { id: string; principalId: string }[] }>(tenant, 'GET', path);
  for (const { id } of value.filter(({ principalId }) => principalId === group))
    await adminGraph(tenant, 'DELETE', `${path}/${id}`);
}
