import { z } from 'zod';
import { bodyOf, ok, param, type ApiReply } from '../core/api-call';
import type { TenantContext } from '../core/tenant-context';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { collectionReply } from '../odata/collection-reply';
import { directoryObjectView } from './directory-object-view';
import { memberships } from './directory-objects';
import { memberCollection } from './group-members';
import { groupById } from './group-lookup';
import { groupCollection } from './group-view';
import { directGroupIds, transitiveGroupIds } from './membership';
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
// Graph v1.0 "checkMemberGroups" for users: User.ReadBasic.All with GroupMember.Read.All, or one of the wider ones.
const CHECK = [
  ['User.Read.All', 'GroupMember.Read.All'],
  ['User.Read.All', 'GroupMember.ReadWrite.All'],
  ['User.Read.All', 'Group.Read.All'],
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];

const groupIds = z.looseObject({ groupIds: z.array(z.string()).min(1).max(20) });
const objectIds = z.looseObject({ ids: z.array(z.string()).min(1).max(20) });

/** `memberOf`, `transitiveMemberOf`, `checkMember...`, `transitiveMembers`: who is in what. */
export function registerMembershipQueries(graph: GraphRoutes): void {
  const asked = { permissions: READ, resourceUnits: 2 };
  const direct = (call: GraphCall): string[] =>
    directGroupIds(call.tenant, userByKey(call.tenant, param(call, 'id')).id);
  const all = (call: GraphCall): string[] =>
    transitiveGroupIds(call.tenant, userByKey(call.tenant, param(call, 'id')).id);
  graph.get('/users/{id}/memberOf', asked, (call) => groupsReply(call, direct(call)));
  graph.get('/users/{id}/memberOf/microsoft.graph.group', asked, (call) =>
    groupsReply(call, direct(call), true),
  );
  graph.get('/users/{id}/transitiveMemberOf', asked, (call) => groupsReply(call, all(call)));
  graph.get('/users/{id}/transitiveMemberOf/microsoft.graph.group', asked, (call) =>
    groupsReply(call, all(call), true),
  );
  graph.get('/groups/{id}/memberOf', asked, (call) =>
    groupsReply(call, directGroupIds(call.tenant, groupById(call.tenant, param(call, 'id')).id)),
  );
  graph.get('/groups/{id}/transitiveMemberOf', asked, (call) =>
    groupsReply(call, transitiveGroupIds(call.tenant, groupById(call.tenant, param(call, 'id')).id)),
  );
  const check = { permissions: CHECK, resourceUnits: 4, countsAsWrite: false };
  graph.post('/users/{id}/checkMemberGroups', check, (call) =>
    checkReply(call, all(call), bodyOf(call, groupIds).groupIds),
  );
  graph.post('/users/{id}/checkMemberObjects', check, (call) =>
    checkReply(call, all(call), bodyOf(call, objectIds).ids),
  );
  graph.post('/users/{id}/getMemberGroups', { ...check, resourceUnits: 2 }, (call) =>
    idsReply(call, all(call)),
  );
  const transitive = { permissions: READ, resourceUnits: 5 };
  graph.get('/groups/{id}/transitiveMembers', transitive, (call) => transitiveMembers(call));
  graph.get('/groups/{id}/transitiveMembers/microsoft.graph.user', transitive, (call) =>
    transitiveMembers(call, '#microsoft.graph.user'),
  );
}

function groupsReply(call: GraphCall, ids: readonly string[], isCast = false): ApiReply {
  const views = ids
    .map((id) => directoryObjectView(call.tenant, id, call.caller))
    .filter((view) => view !== undefined);
  return collectionReply(call, views, isCast ? groupCollection : memberCollection);
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
