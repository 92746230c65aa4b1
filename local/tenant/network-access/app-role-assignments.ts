import { z } from 'zod';
import { bodyOf, created, noContent, param, type ApiReply } from '../core/api-call';
import { ApiError, badRequest, resourceNotFound } from '../core/api-error';
import type { GraphCall, GraphRouteOptions, GraphRoutes } from '../core/graph-routes';
import type { TenantContext } from '../core/tenant-context';
import { appRoleAssignments, type AppRoleAssignment } from '../directory/app-role-assignments';
import { groups, servicePrincipals, users } from '../directory/directory-objects';
import { groupById } from '../directory/group-lookup';
import { visible } from '../directory/replication';
import { userByKey } from '../directory/user-lookup';
import { collectionReply, type CollectionOptions } from '../odata/collection-reply';
import { PRINCIPAL_PATTERNS, READ_APPLICATIONS, servicePrincipalOf } from './service-principals';

const NO_ROLE = '00000000-0000-0000-0000-000000000000';

/** Graph v1.0 "List appRoleAssignedTo", "Grant an appRoleAssignment for a service principal", "List appRoleAssignments granted to a group". */
const GRANT = [
  ['AppRoleAssignment.ReadWrite.All', 'Application.Read.All'],
  ['AppRoleAssignment.ReadWrite.All', 'Directory.Read.All'],
  'Directory.ReadWrite.All',
];
const READ_PRINCIPAL = { permissions: READ_APPLICATIONS, resourceUnits: 2 };
const READ_GROUP = {
  permissions: [
    'Group.Read.All',
    'Group.ReadWrite.All',
    'Directory.Read.All',
    'AppRoleAssignment.ReadWrite.All',
  ],
};
const READ_USER = { permissions: ['Directory.Read.All', 'AppRoleAssignment.ReadWrite.All', 'User.Read.All'] };
const OPTIONS: CollectionOptions = {
  context: 'appRoleAssignments',
  type: 'appRoleAssignment',
  filterable: { resourceId: { plain: ['eq'] } },
};
// `appRoleAssignedTo` has no documented filter by principal: callers page and match.
const ASSIGNED_TO: CollectionOptions = { ...OPTIONS, filterable: {} };

const grantBody = z.looseObject({ principalId: z.guid(), resourceId: z.guid(), appRoleId: z.guid() });

/** App-role assignments from both sides: of a resource, and of a group, user or application that holds them. */
export function registerAppRoleAssignments(graph: GraphRoutes): void {
  for (const principal of PRINCIPAL_PATTERNS) {
    registerOfResource(graph, `${principal}/appRoleAssignedTo`);
    registerOfPrincipal(graph, principal, READ_PRINCIPAL, (call) => servicePrincipalOf(call).id);
  }
  registerOfPrincipal(
    graph,
    '/groups/{id}',
    READ_GROUP,
    (call) => groupById(call.tenant, param(call, 'id')).id,
  );
  registerOfPrincipal(
    graph,
    '/users/{id}',
    READ_USER,
    (call) => userByKey(call.tenant, param(call, 'id')).id,
  );
}

function registerOfResource(graph: GraphRoutes, path: string): void {
  graph.get(path, { permissions: READ_APPLICATIONS }, (call) =>
    listReply(
      call,
      call.tenant.store.in(appRoleAssignments).by('resource', servicePrincipalOf(call).id),
      ASSIGNED_TO,
    ),
  );
  graph.post(path, { permissions: GRANT }, (call) => grant(call, servicePrincipalOf(call).id));
  graph.delete(`${path}/{assignment}`, { permissions: GRANT }, (call) =>
    revoke(call, 'resourceId', servicePrincipalOf(call).id),
  );
}

function registerOfPrincipal(
  graph: GraphRoutes,
  principal: string,
  read: Pick<GraphRouteOptions, 'permissions' | 'resourceUnits'>,
  idOf: (call: GraphCall) => string,
): void {
  const path = `${principal}/appRoleAssignments`;
  graph.get(path, read, (call) => listReply(call, heldBy(call.tenant, idOf(call)), OPTIONS));
  graph.post(path, { permissions: GRANT }, (call) => grant(call, idOf(call)));
  graph.delete(`${path}/{assignment}`, { permissions: GRANT }, (call) =>
    revoke(call, 'principalId', idOf(call)),
  );
}

function heldBy(tenant: TenantContext, principalId: string): AppRoleAssignment[] {
  return tenant.store.in(appRoleAssignments).by('principal', principalId);
}

function listReply(
  call: GraphCall,
  found: readonly AppRoleAssignment[],
  options: CollectionOptions,
): ApiReply {
  return collectionReply(
    call,
    found.map((assignment) => view(call.tenant, assignment)),
    options,
  );
}

/** One side of the assignment is in the address; the tutorial for Private Access posts to either side of the resource. */
function grant(call: GraphCall, addressed: string): ApiReply {
  const { tenant } = call;
  const body = bodyOf(call, grantBody);
  const principalId = body.principalId.toLowerCase();
  const resourceId = body.resourceId.toLowerCase();
  if (addressed !== resourceId && addressed !== principalId) {
    throw badRequest('The principalId or resourceId of the body does not match the address.');
  }
  const principalType = principalTypeOf(tenant, principalId);
  if (principalType === undefined) {
    const { code, message } = resourceNotFound(principalId);
    throw new ApiError(tenant.switches.get('grantMissingPrincipalStatus'), code, message);
  }
  refuseRole(tenant, resourceId, body.appRoleId.toLowerCase());
  const appRoleId = body.appRoleId.toLowerCase();
  const known = heldBy(tenant, principalId).some(
    (one) => one.resourceId === resourceId && one.appRoleId === appRoleId,
  );
  // COMMUNITY: many code bases match this text.
  if (known) throw badRequest('Permission being assigned already exists on the object');
  const id = assignmentId(principalId, tenant.ids.next('appRoleAssignment'));
  const createdDateTime = tenant.clock.iso();
  const assignment = { id, principalId, principalType, resourceId, appRoleId, createdDateTime };
  tenant.store.in(appRoleAssignments).put(assignment);
  return created({
    '@odata.context': `${call.baseUrl}/$metadata#appRoleAssignments/$entity`,
    ...view(tenant, assignment),
  });
}

/** The role must be offered and enabled; the empty role is allowed only where none is offered (appRoleAssignment resource). */
function refuseRole(tenant: TenantContext, resourceId: string, appRoleId: string): void {
  const resource = tenant.store.in(servicePrincipals).get(resourceId);
  if (resource === undefined) throw resourceNotFound(resourceId);
  const enabled = resource.appRoles.filter((role) => role.isEnabled);
  const isOffered =
    appRoleId === NO_ROLE ? enabled.length === 0 : enabled.some((role) => role.id === appRoleId);
  if (!isOffered) throw badRequest('Permission being assigned was not found on application');
}

function revoke(call: GraphCall, side: 'resourceId' | 'principalId', objectId: string): ApiReply {
  const id = param(call, 'assignment');
  const found = call.tenant.store.in(appRoleAssignments).get(id);
  if (found?.[side] !== objectId) throw resourceNotFound(id);
  call.tenant.store.in(appRoleAssignments).delete(id);
  return noContent();
}

function principalTypeOf(tenant: TenantContext, id: string): AppRoleAssignment['principalType'] | undefined {
  if (visible(tenant, users, id)?.deletedDateTime === null) return 'User';
  if (visible(tenant, groups, id)?.deletedDateTime === null) return 'Group';
  return tenant.store.in(servicePrincipals).get(id) === undefined ? undefined : 'ServicePrincipal';
}

function view(tenant: TenantContext, assignment: AppRoleAssignment): Record<string, unknown> {
  return {
    ...assignment,
    deletedDateTime: null,
    principalDisplayName: displayNameOf(tenant, assignment.principalId),
    resourceDisplayName: tenant.store.in(servicePrincipals).get(assignment.resourceId)?.displayName ?? null,
  };
}

function displayNameOf(tenant: TenantContext, id: string): string | null {
  const { store } = tenant;
  const found = store.in(users).get(id) ?? store.in(groups).get(id) ?? store.in(servicePrincipals).get(id);
  return found?.displayName ?? null;
}

/** Two GUIDs in base64: the shape of the ids Graph gives. */
export function assignmentId(principalId: string, guid: string): string {
  return Buffer.from(`${principalId}${guid}`.replaceAll('-', ''), 'hex').toString('base64url').slice(0, 43);
}
