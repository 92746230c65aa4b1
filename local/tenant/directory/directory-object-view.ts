import type { Caller } from '../core/api-call';
import type { TenantContext } from '../core/tenant-context';
import { devices, groups, servicePrincipals, users, type MemberType } from './directory-objects';
import { groupView } from './group-view';
import { visible } from './replication';
import { READ_USERS } from './users';
import { userView } from './user-view';

type View = Record<string, unknown>;

/** Any live directory object as `directoryObject` collections show it; undefined when readers do not see it. */
export function directoryObjectView(tenant: TenantContext, id: string, caller: Caller): View | undefined {
  return (
    userObject(tenant, id, caller) ??
    groupObject(tenant, id) ??
    principalObject(tenant, id) ??
    deviceObject(tenant, id)
  );
}

/** The kind of a live directory object, by its id; undefined when readers do not see it. */
export function memberTypeOf(tenant: TenantContext, id: string): MemberType | undefined {
  if (visible(tenant, users, id)?.deletedDateTime === null) return 'user';
  if (visible(tenant, groups, id)?.deletedDateTime === null) return 'group';
  if (tenant.store.in(servicePrincipals).get(id) !== undefined) return 'servicePrincipal';
  return tenant.store.in(devices).get(id) === undefined ? undefined : 'device';
}

/** Whoever may not read users sees only that there is one (Graph: limited information for inaccessible members). */
function userObject(tenant: TenantContext, id: string, caller: Caller): View | undefined {
  const user = visible(tenant, users, id);
  if (user?.deletedDateTime !== null) return undefined;
  const type = '#microsoft.graph.user';
  const mayRead = READ_USERS.some((permission) => caller.permissions.has(permission));
  const shown = userView(user);
  if (mayRead) return { '@odata.type': type, ...shown };
  return {
    '@odata.type': type,
    ...Object.fromEntries(Object.keys(shown).map((name) => [name, name === 'id' ? id : null])),
  };
}

function groupObject(tenant: TenantContext, id: string): View | undefined {
  const group = visible(tenant, groups, id);
  return group?.deletedDateTime === null
    ? { '@odata.type': '#microsoft.graph.group', ...groupView(group) }
    : undefined;
}

function principalObject(tenant: TenantContext, id: string): View | undefined {
  const principal = tenant.store.in(servicePrincipals).get(id);
  if (principal === undefined) return undefined;
  const { appId, displayName, servicePrincipalType, accountEnabled } = principal;
  return {
    '@odata.type': '#microsoft.graph.servicePrincipal',
    id,
    appId,
    displayName,
    servicePrincipalType,
    accountEnabled,
  };
}

function deviceObject(tenant: TenantContext, id: string): View | undefined {
  const device = tenant.store.in(devices).get(id);
  return device === undefined ? undefined : { '@odata.type': '#microsoft.graph.device', ...device };
}
