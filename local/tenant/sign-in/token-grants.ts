import { appRoleValuesOf } from '../directory/app-role-assignments';
import { servicePrincipals, type DirectoryUser, type ServicePrincipal } from '../directory/directory-objects';
import type { TenantContext } from '../core/tenant-context';
import type { TokenSubject } from './access-tokens';
import { principalOfApp } from './directory-principals';

const GRAPH = 'https://graph.microsoft.com';
const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

/** `https://graph.microsoft.com/.default` or a bare resource: what the token is for. */
export function audienceOf(scopeOrResource: string): string {
  const first = scopeOrResource.split(' ').find((scope) => !OPENID_SCOPES.has(scope)) ?? GRAPH;
  const withoutScope = first.replace(/\/+\.default$/, '').replace(/\/$/, '');
  return withoutScope === GRAPH_APP_ID ? GRAPH : withoutScope;
}

const OPENID_SCOPES = new Set(['openid', 'profile', 'offline_access', 'email']);

/** What a token of this application for `audience` says: its Graph permissions, or its app roles on another API. */
export function appSubject(
  tenant: TenantContext,
  principal: ServicePrincipal,
  audience: string,
): TokenSubject {
  const roles = rolesOn(tenant, principal.id, audience);
  return {
    kind: 'app',
    objectId: principal.id,
    appId: principal.appId,
    audience,
    roles,
    name: principal.displayName,
  };
}

/** What a user's token says, obtained through the client application `client`. */
export function userSubject(
  tenant: TenantContext,
  user: DirectoryUser,
  client: ServicePrincipal,
  audience: string,
): TokenSubject {
  return {
    kind: 'user',
    objectId: user.id,
    appId: client.appId,
    audience,
    roles: audience === GRAPH ? [] : rolesOn(tenant, user.id, audience),
    scopes: audience === GRAPH ? client.delegatedPermissions : ['user_impersonation'],
    name: user.displayName,
    userPrincipalName: user.userPrincipalName,
  };
}

function rolesOn(tenant: TenantContext, principalId: string, audience: string): string[] {
  const resource = resourceOf(tenant, audience);
  return resource === undefined ? [] : appRoleValuesOf(tenant, principalId, resource);
}

function resourceOf(tenant: TenantContext, audience: string): ServicePrincipal | undefined {
  return principalOfApp(tenant, audience.replace(/^api:\/\//, '')) ?? byName(tenant, audience);
}

function byName(tenant: TenantContext, audience: string): ServicePrincipal | undefined {
  return tenant.store
    .in(servicePrincipals)
    .all()
    .find((principal) => principal.servicePrincipalNames.includes(audience));
}
