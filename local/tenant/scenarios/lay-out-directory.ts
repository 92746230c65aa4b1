import { createHash } from 'node:crypto';
import { azureRoleAssignments, azureRoles } from '../core/azure-access';
import { builtInAzureRoles } from '../core/built-in-azure-roles';
import type { TenantContext } from '../core/tenant-context';
import { appRoleAssignments } from '../directory/app-role-assignments';
import {
  clientSecrets,
  groups,
  servicePrincipals,
  users,
  type MemberType,
} from '../directory/directory-objects';
import { grantDirectoryRole } from '../directory/directory-roles';
import type { AppSection, GroupSection, UserSection } from './directory-section';
import { layOutMembership } from './lay-out-membership';
import { layOutPartner } from './lay-out-partner';
import { nameObject, namesOf, objectIdOf } from './scenario-names';
import type { Scenario } from './scenario-schema';

/** Users, applications, groups and partners with their guests. */
export function layOutDirectory(tenant: TenantContext, scenario: Scenario): void {
  const { apps, users: people, groups: teams, partners, azureRoles: customRoles } = scenario;
  const each = <T>(items: readonly T[], layOut: (tenant: TenantContext, item: T) => void): void =>
    items.forEach((item) => layOut(tenant, item));
  each(builtInAzureRoles, (_, role) => tenant.store.in(azureRoles).put(role));
  each(customRoles, layOutRole);
  each(apps, layOutApp);
  each(people, layOutUser);
  each(teams, layOutGroup);
  each(partners, layOutPartner);
  each(teams, layOutMembers);
  each(apps, (_, { name, appRoles, azureRoles: held }) => grantRoles(tenant, 'app', name, appRoles, held));
  each(people, (_, { name, appRoles, azureRoles: held }) => grantRoles(tenant, 'user', name, appRoles, held));
}

function layOutRole(tenant: TenantContext, role: Scenario['azureRoles'][number]): void {
  const id = role.id ?? tenant.ids.named('azureRole', role.name);
  tenant.store.in(azureRoles).put({ ...role, id, kind: 'CustomRole' });
}

function layOutApp(tenant: TenantContext, app: AppSection): void {
  const id = nameObject(tenant, 'app', app.name, app.id);
  const appId = app.appId ?? tenant.ids.named('appId', app.name);
  tenant.store.in(servicePrincipals).put({
    id,
    appId,
    displayName: app.displayName ?? app.name,
    servicePrincipalType: app.kind === 'managed-identity' ? 'ManagedIdentity' : 'Application',
    accountEnabled: true,
    appRoles: app.roles.map((role) => ({
      id: role.id ?? tenant.ids.named('appRole', `${app.name}/${role.value}`),
      value: role.value,
      displayName: role.displayName ?? role.value,
      allowedMemberTypes: role.members,
      isEnabled: true,
    })),
    appRoleAssignmentRequired: false,
    servicePrincipalNames: [appId, ...app.identifierUris],
    tags: [],
    createdDateTime: tenant.clock.iso(),
    delegatedPermissions: app.delegatedPermissions,
    ...(app.remoteDesktopProtocolEnabled === undefined
      ? {}
      : { remoteDesktopProtocolEnabled: app.remoteDesktopProtocolEnabled }),
  });
  if (app.secret !== undefined) tenant.store.in(clientSecrets).put({ id: appId, secret: app.secret });
}

function layOutUser(tenant: TenantContext, user: UserSection): void {
  const id = nameObject(tenant, 'user', user.name, user.id);
  const displayName = user.displayName ?? user.name;
  tenant.store.in(users).put({
    id,
    accountEnabled: user.accountEnabled,
    displayName,
    givenName: displayName.split(' ')[0] ?? null,
    surname: displayName.split(' ').slice(1).join(' ') || null,
    jobTitle: null,
    companyName: tenant.settings.tenant.displayName,
    mail: user.mail ?? null,
    otherMails: [],
    mailNickname: user.userPrincipalName.split('@')[0] ?? user.name,
    proxyAddresses: user.mail === undefined ? [] : [`SMTP:${user.mail}`],
    userPrincipalName: user.userPrincipalName,
    userType: 'Member',
    creationType: null,
    externalUserState: null,
    externalUserStateChangeDateTime: null,
    identities: [
      {
        signInType: 'userPrincipalName',
        issuer: tenant.settings.tenant.initialDomain,
        issuerAssignedId: user.userPrincipalName,
      },
    ],
    usageLocation: user.usageLocation ?? null,
    createdDateTime: tenant.clock.iso(),
    deletedDateTime: null,
    preferredLanguage: null,
    sponsorIds: [],
  });
  for (const role of user.directoryRoles) grantDirectoryRole(tenant, id, role);
}

function layOutGroup(tenant: TenantContext, group: GroupSection): void {
  tenant.store.in(groups).put({
    id: nameObject(tenant, 'group', group.name, group.id),
    displayName: group.displayName ?? group.name,
    description: group.description ?? null,
    mail: null,
    mailEnabled: group.mailEnabled,
    mailNickname: group.mailNickname ?? group.name,
    securityEnabled: true,
    groupTypes: group.membershipRule === undefined ? [] : ['DynamicMembership'],
    membershipRule: group.membershipRule ?? null,
    isAssignableToRole: group.assignableToRole ? true : null,
    uniqueName: group.uniqueName ?? null,
    visibility: null,
    createdDateTime: tenant.clock.iso(),
    deletedDateTime: null,
    ownerIds: [],
    nestingAllowed: group.nestingAllowed,
    onPremisesSyncEnabled: group.synchronised ? true : null,
    isPackageResource: group.packageManaged,
  });
}

function layOutMembers(tenant: TenantContext, group: GroupSection): void {
  const groupId = objectIdOf(tenant, 'group', group.name);
  for (const member of group.members) {
    const { objectId, kind } = memberByName(tenant, member);
    layOutMembership(tenant, groupId, objectId, kind);
  }
}

const MEMBER_KINDS = { user: 'user', group: 'group', app: 'servicePrincipal', device: 'device' } as const;

function memberByName(tenant: TenantContext, name: string): { objectId: string; kind: MemberType } {
  for (const [named, kind] of Object.entries(MEMBER_KINDS) as [keyof typeof MEMBER_KINDS, MemberType][]) {
    const found = namesOf(tenant, named).find((entry) => entry.name === name);
    if (found !== undefined) return { objectId: found.objectId, kind };
  }
  throw new Error(
    `A group of the scenario names the member '${name}', but there is no user, guest, group, app or device of that name`,
  );
}

function grantRoles(
  tenant: TenantContext,
  kind: 'app' | 'user',
  name: string,
  appRoles: AppSection['appRoles'],
  azure: AppSection['azureRoles'],
): void {
  const principalId = objectIdOf(tenant, kind, name);
  const principalType = kind === 'app' ? 'ServicePrincipal' : 'User';
  for (const { app, role } of appRoles) {
    const resource = tenant.store.in(servicePrincipals).get(objectIdOf(tenant, 'app', app));
    const appRoleId = resource?.appRoles.find((offered) => offered.value === role)?.id;
    if (resource === undefined || appRoleId === undefined)
      throw new Error(`App '${app}' of the scenario offers no role '${role}' (wanted by '${name}')`);
    const id = createHash('sha256').update(`${principalId} ${resource.id} ${appRoleId}`).digest('base64url');
    tenant.store.in(appRoleAssignments).put({
      id,
      principalId,
      principalType,
      resourceId: resource.id,
      appRoleId,
      createdDateTime: tenant.clock.iso(),
    });
  }
  for (const { role, scope } of azure) {
    const found = tenant.store
      .in(azureRoles)
      .all()
      .find((known) => known.name === role || known.id === role);
    if (found === undefined) throw new Error(`There is no Azure role '${role}' (wanted by '${name}')`);
    tenant.store.in(azureRoleAssignments).put({
      id: tenant.ids.named('azureRoleAssignment', `${principalId}/${found.id}/${scope}`),
      scope: scope.toLowerCase().replace(/(.)\/$/, '$1'),
      roleId: found.id,
      principalId,
      principalType,
      createdOn: tenant.clock.iso(),
      createdBy: '',
    });
  }
}
