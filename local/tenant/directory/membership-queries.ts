import { z } from 'zod';
import { bodyOf, ok, param, type ApiReply } from '../core/api-call';
import type { TenantContext } from '../core/tenant-context';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { collectionReply } from '../odata/collection-reply';
import { unitIdsOf } from './administrative-unit';
import { directoryObjectView } from './directory-object-view';
import { roleAssignmentsOf } from './directory-roles';
import { groups, memberships } from './directory-objects';
import { groupById } from './group-lookup';
import { memberCollection } from './group-members';
import { groupCollection } from './group-view';
import { directGroupIds, transitiveGroupIds } from './membership';
import { directoryRoleId, directoryRoleView, unitView } from './role-views';
import { visibleBy } from './replication';
import { userByKey } from './user-lookup';

const READ = [
  'User.Read.All',
  'GroupMember.Read.All',
  'Group.Read.All',
  'GroupMember.ReadWrite.All',
  'Group.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
// Graph v1.0 "checkMemberGroups", "getMemberObjects": a permission on the object and one on groups, or one for both.
const CHECK = [
  ...['User.Read.All', 'User.ReadWrite.All'].flatMap((user) =>
    ['GroupMember.Read.All', 'GroupMember.ReadWrite.All', 'Group.Read.All', 'Group.ReadWrite.All'].map(
      (group) => [user, group],
    ),
  ),
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];

const groupIds = z.looseObject({ groupIds: z.array(z.string()).min(1).max(20) });
const objectIds = z.looseObject({ ids: z.array(z.string()).min(1).max(20) });
const securityOnly = z.looseObject({ securityEnabledOnly: z.boolean().optional() });

/** Whose memberships are asked for, by the path in front. */
const SUBJECTS = {
  '/users/{id}': (call: GraphCall) => userByKey(call.tenant, param(call, 'id')).id,
  '/groups/{id}': (call: GraphCall) => groupById(call.tenant, param(call, 'id')).id,
  '/directoryObjects/{id}': (call: GraphCall) => param(call, 'id').toLowerCase(),
};

/** `memberOf`, `transitiveMemberOf`, `checkMember...`, `getMember...`, `transitiveMembers`: who is in what. */
export function registerMembershipQueries(graph: GraphRoutes): void {
  for (const [subject, idOf] of Object.entries(SUBJECTS)) registerChecks(graph, subject, idOf);
  for (const subject of ['/users/{id}', '/groups/{id}'] as const) {
    registerMemberOf(graph, `${subject}/memberOf`, SUBJECTS[subject], directGroupIds);
    registerMemberOf(graph, `${subject}/transitiveMemberOf`, SUBJECTS[subject], transitiveGroupIds);
  }
  const transitive = { permissions: READ, resourceUnits: 5 };
  graph.get('/groups/{id}/transitiveMembers', transitive, (call) => transitiveMembers(call));
  graph.get('/groups/{id}/transitiveMembers/microsoft.graph.user', transitive, (call) =>
    transitiveMembers(call, '#microsoft.graph.user'),
  );
}

type IdOf = (call: GraphCall) => string;
type GroupsOf = (tenant: TenantContext, objectId: string) => string[];

function registerMemberOf(graph: GraphRoutes, path: string, idOf: IdOf, groupsOf: GroupsOf): void {
  const asked = { permissions: READ, resourceUnits: 2 };
  const groupViews = (call: GraphCall): Record<string, unknown>[] =>
    groupsOf(call.tenant, idOf(call))
      .map((id) => directoryObjectView(call.tenant, id, call.caller))
      .filter((view) => view !== undefined);
  graph.get(path, asked, (call) => {
    const all = [...groupViews(call), ...roleViews(call, idOf(call)), ...unitViews(call, idOf(call))];
    return collectionReply(call, all, memberCollection);
  });
  graph.get(`${path}/microsoft.graph.group`, asked, (call) =>
    collectionReply(call, groupViews(call), groupCollection),
  );
  graph.get(`${path}/microsoft.graph.directoryRole`, asked, (call) =>
    collectionReply(call, roleViews(call, idOf(call)), { context: 'directoryRoles', type: 'directoryRole' }),
  );
  graph.get(`${path}/microsoft.graph.administrativeUnit`, asked, (call) =>
    collectionReply(call, unitViews(call, idOf(call)), { context: 'administrativeUnits', type: 'unit' }),
  );
}

function registerChecks(graph: GraphRoutes, subject: string, idOf: IdOf): void {
  const check = { permissions: CHECK, resourceUnits: 4, countsAsWrite: false };
  const get = { ...check, resourceUnits: 2 };
  graph.post(`${subject}/checkMemberGroups`, check, (call) =>
    checkReply(call, transitiveGroupIds(call.tenant, idOf(call)), bodyOf(call, groupIds).groupIds),
  );
  graph.post(`${subject}/checkMemberObjects`, check, (call) =>
    checkReply(call, memberObjectIds(call.tenant, idOf(call)), bodyOf(call, objectIds).ids),
  );
  graph.post(`${subject}/getMemberGroups`, get, (call) =>
    idsReply(call, wantedGroups(call, transitiveGroupIds(call.tenant, idOf(call)))),
  );
  graph.post(`${subject}/getMemberObjects`, get, (call) => {
    const isSecurityOnly = bodyOf(call, securityOnly).securityEnabledOnly === true;
    const ids = isSecurityOnly ? transitiveGroupIds : memberObjectIds;
    return idsReply(call, wantedGroups(call, ids(call.tenant, idOf(call))));
  });
}

/** With `securityEnabledOnly` only security groups are answered. */
function wantedGroups(call: GraphCall, ids: readonly string[]): string[] {
  const isSecurityOnly = bodyOf(call, securityOnly).securityEnabledOnly === true;
  return ids.filter(
    (id) => !isSecurityOnly || call.tenant.store.in(groups).get(id)?.securityEnabled === true,
  );
}

/** Groups through groups, directory roles and administrative units. */
function memberObjectIds(tenant: TenantContext, objectId: string): string[] {
  const roles = wholeDirectoryRoles(tenant, objectId).map((role) => directoryRoleId(tenant, role));
  return [...transitiveGroupIds(tenant, objectId), ...roles, ...unitIdsOf(tenant, objectId)];
}

function wholeDirectoryRoles(tenant: TenantContext, objectId: string): string[] {
  const held = roleAssignmentsOf(tenant, objectId).filter((one) => one.administrativeUnitId === null);
  return [...new Set(held.map(({ role }) => role))];
}

function roleViews(call: GraphCall, objectId: string): Record<string, unknown>[] {
  return wholeDirectoryRoles(call.tenant, objectId).map((role) => ({
    '@odata.type': '#microsoft.graph.directoryRole',
    ...directoryRoleView(call.tenant, role),
  }));
}

function unitViews(call: GraphCall, objectId: string): Record<string, unknown>[] {
  return unitIdsOf(call.tenant, objectId)
    .map((id) => unitView(call.tenant, id))
    .filter((view) => view !== undefined)
    .map((view) => ({ '@odata.type': '#microsoft.graph.administrativeUnit', ...view }));
}

function checkReply(call: GraphCall, held: readonly string[], asked: readonly string[]): ApiReply {
  const wanted = new Set(asked.map((id) => id.toLowerCase()));
  return idsReply(
    call,
    held.filter((id) => wanted.has(id)),
  );
}

function idsReply(call: GraphCall, ids: readonly string[]): ApiReply {
  return ok({ '@odata.context': `${call.baseUrl}/$metadata#Collection(Edm.String)`, value: ids });
}

function transitiveMembers(call: GraphCall, type?: string): ApiReply {
  const group = groupById(call.tenant, param(call, 'id'));
  const views = transitiveMemberIds(call.tenant, group.id)
    .map((id) => directoryObjectView(call.tenant, id, call.caller))
    .filter((view) => view !== undefined)
    .filter((view) => type === undefined || view['@odata.type'] === type);
  return collectionReply(call, views, memberCollection);
}

function transitiveMemberIds(tenant: TenantContext, groupId: string): string[] {
  const found = new Set<string>();
  const waiting = [groupId];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const { memberId, memberType } of visibleBy(tenant, memberships, 'group', next)) {
      if (found.has(memberId)) continue;
      found.add(memberId);
      if (memberType === 'group') waiting.push(memberId);
    }
  }
  return [...found];
}
