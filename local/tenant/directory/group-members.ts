import { z } from 'zod';
import { bodyOf, noContent, ok, param, type ApiReply } from '../core/api-call';
import { ApiError, badRequest, resourceNotFound } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { collectionReply, type CollectionOptions } from '../odata/collection-reply';
import { countReply } from '../odata/count-reply';
import { selected } from '../odata/select';
import { directoryObjectView, memberTypeOf } from './directory-object-view';
import { memberships, type DirectoryGroup, type MemberType } from './directory-objects';
import { groupById } from './group-lookup';
import { addMembers, removeMember } from './group-writes';
import { visible, visibleBy } from './replication';
import { deleteUserByKey } from './users';

/** Graph v1.0 "List group members", "Add members", "Remove member". */
const READ_MEMBERS = [
  'GroupMember.Read.All',
  'Group.Read.All',
  'GroupMember.ReadWrite.All',
  'Group.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
const WRITE_MEMBERS = ['GroupMember.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.ReadWrite.All'];
/** Roles that stand for the permission, in the whole directory or over an administrative unit with the group. */
export const MEMBER_ADMINISTRATORS = ['Groups Administrator', 'User Administrator'];
const WRITE = { permissions: WRITE_MEMBERS, orRoles: MEMBER_ADMINISTRATORS };
const MOST_PER_PATCH = 20;

export const memberCollection: CollectionOptions = { context: 'directoryObjects', type: 'directoryObject' };
const reference = z.looseObject({ '@odata.id': z.string() });

/** `/groups/{id}/members`: list, get one, add by reference, remove by reference, and the delete that means the object. */
export function registerGroupMembers(graph: GraphRoutes): void {
  graph.get('/groups/{id}/members', { permissions: READ_MEMBERS, resourceUnits: 3 }, (call) =>
    listMembers(call),
  );
  for (const type of ['user', 'group', 'servicePrincipal', 'device'] as const) {
    graph.get(
      `/groups/{id}/members/microsoft.graph.${type}`,
      { permissions: READ_MEMBERS, resourceUnits: 3 },
      (call) => listMembers(call, type),
    );
  }
  graph.get('/groups/{id}/members/$count', { permissions: READ_MEMBERS, resourceUnits: 3 }, countMembers);
  graph.get('/groups/{id}/members/{memberId}', { permissions: READ_MEMBERS }, getMember);
  graph.post('/groups/{id}/members/$ref', WRITE, (call) => {
    const group = groupById(call.tenant, param(call, 'id'));
    bindMembers(call, group, [bodyOf(call, reference)['@odata.id']]);
    return noContent();
  });
  graph.delete('/groups/{id}/members/{memberId}/$ref', WRITE, removeReference);
  graph.delete(
    '/groups/{id}/members/{memberId}',
    { permissions: WRITE_MEMBERS, note: 'deletes the member itself' },
    deleteMemberObject,
  );
}

/** Adds all or nobody: 400 for one who is a member already, 404 for one who is not there (Graph: Add members). */
export function bindMembers(call: GraphCall, group: DirectoryGroup, references: readonly string[]): void {
  const { tenant } = call;
  if (references.length > MOST_PER_PATCH) {
    throw badRequest(`The number of objects in 'members@odata.bind' exceeds the limit of ${MOST_PER_PATCH}.`);
  }
  refuseDynamic(group);
  refuseRoleAssignable(call, group);
  const members = references.map((text) => memberFrom(call, text));
  refuseWithoutUserPermission(call, members);
  const ids = members.map((member) => member.id);
  const isRepeated = new Set(ids).size < ids.length;
  if (isRepeated || ids.some((id) => tenant.store.in(memberships).get(`${group.id}/${id}`) !== undefined)) {
    throw badRequest(tenant.switches.get('duplicateMemberMessage'));
  }
  if (members.some((member) => member.type === 'group') && !group.nestingAllowed) {
    throw badRequest('The group does not allow groups as members.');
  }
  addMembers(tenant, group, members, call.caller);
}

/** Role-assignable groups need a permission of their own (Graph: Add members). */
export function refuseRoleAssignable(call: GraphCall, group: DirectoryGroup): void {
  if (group.isAssignableToRole !== true || call.caller.permissions.has('RoleManagement.ReadWrite.Directory'))
    return;
  throw new ApiError(
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  );
}

/** UNVERIFIED which of two permission tables holds for users as members: a switch. */
function refuseWithoutUserPermission(call: GraphCall, members: readonly { type: MemberType }[]): void {
  if (!call.tenant.switches.get('memberWriteNeedsUserPermission')) return;
  if (call.caller.permissions.has('User.ReadWrite.All') || !members.some(({ type }) => type === 'user'))
    return;
  throw new ApiError(
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  );
}

function refuseDynamic(group: DirectoryGroup): void {
  if (group.membershipRule === null) return;
  throw badRequest(
    'Insufficient privileges to complete the operation: the members of a dynamic group cannot be written.',
  );
}

function memberFrom(call: GraphCall, text: string): { id: string; type: MemberType } {
  const id =
    /\/(?:directoryObjects|users|groups|servicePrincipals|devices)(?:\/|\(')([0-9a-f-]{36})(?:'\))?\/?$/i
      .exec(text)?.[1]
      ?.toLowerCase();
  if (id === undefined)
    throw badRequest(`Invalid URL format specified in @odata.bind or @odata.id: '${text}'.`);
  const type = memberTypeOf(call.tenant, id);
  if (type !== undefined) return { id, type };
  const { status, code, message } = resourceNotFound(id);
  const isPatch = call.method === 'PATCH';
  throw new ApiError(isPatch ? call.tenant.switches.get('bindMissingMemberStatus') : status, code, message);
}

function listMembers(call: GraphCall, type?: MemberType): ApiReply {
  const group = groupById(call.tenant, param(call, 'id'));
  const found = visibleBy(call.tenant, memberships, 'group', group.id).filter(
    (member) => type === undefined || member.memberType === type,
  );
  const views = found
    .map((member) => directoryObjectView(call.tenant, member.memberId, call.caller))
    .filter((view) => view !== undefined);
  return collectionReply(
    call,
    views,
    type === undefined ? memberCollection : { ...memberCollection, context: `${type}s` },
  );
}

function countMembers(call: GraphCall): ApiReply {
  const group = groupById(call.tenant, param(call, 'id'));
  const views = visibleBy(call.tenant, memberships, 'group', group.id)
    .map(({ memberId }) => directoryObjectView(call.tenant, memberId, call.caller))
    .filter((view) => view !== undefined);
  return countReply(call, views, memberCollection);
}

function getMember(call: GraphCall): ApiReply {
  const group = groupById(call.tenant, param(call, 'id'));
  const memberId = param(call, 'memberId').toLowerCase();
  const isMember = visible(call.tenant, memberships, `${group.id}/${memberId}`) !== undefined;
  const view = isMember ? directoryObjectView(call.tenant, memberId, call.caller) : undefined;
  if (view === undefined) throw resourceNotFound(memberId);
  return ok({
    '@odata.context': `${call.baseUrl}/$metadata#directoryObjects/$entity`,
    ...selected(call, view, memberCollection),
  });
}

function removeReference(call: GraphCall): ApiReply {
  const { tenant } = call;
  const group = groupById(tenant, param(call, 'id'));
  const memberId = param(call, 'memberId').toLowerCase();
  refuseDynamic(group);
  refuseRoleAssignable(call, group);
  if (tenant.store.in(memberships).get(`${group.id}/${memberId}`) === undefined) {
    const { status, code, message } = resourceNotFound(memberId);
    throw new ApiError(
      tenant.switches.get('removeAbsentMemberStatus'),
      status === 404 ? code : 'Request_BadRequest',
      message,
    );
  }
  removeMember(tenant, group, memberId, call.caller);
  return noContent();
}

/** Without `/$ref` the address is that of the member itself, and the delete is meant for it (Graph: Remove member). */
function deleteMemberObject(call: GraphCall): ApiReply {
  const group = groupById(call.tenant, param(call, 'id'));
  const memberId = param(call, 'memberId').toLowerCase();
  const isMember = call.tenant.store.in(memberships).get(`${group.id}/${memberId}`) !== undefined;
  if (!isMember) throw resourceNotFound(memberId);
  const mayDelete =
    call.caller.permissions.has('User.ReadWrite.All') && memberTypeOf(call.tenant, memberId) === 'user';
  if (!mayDelete || !call.tenant.switches.get('memberDeleteWithoutRefDeletesUser')) {
    throw new ApiError(
      403,
      'Authorization_RequestDenied',
      'Insufficient privileges to complete the operation.',
    );
  }
  deleteUserByKey(call, memberId);
  return noContent();
}
