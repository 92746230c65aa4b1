import { noContent, ok, param } from '../core/api-call';
import { resourceNotFound } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { collectionReply } from '../odata/collection-reply';
import { entityBody } from '../odata/select';
import { groups, users, type DirectoryGroup, type DirectoryUser } from './directory-objects';
import { purgeGroup, restoreGroup } from './group-writes';
import { groupCollection, groupView } from './group-view';
import { visible } from './replication';
import { userCollection, userView } from './user-view';
import { purgeUser, restoreUser } from './user-writes';

const READ = [
  'User.Read.All',
  'User.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
const WRITE = [
  'User.ReadWrite.All',
  'Group.ReadWrite.All',
  'User.DeleteRestore.All',
  'Directory.ReadWrite.All',
];

/** `/directory/deletedItems`: list by kind, get, restore, purge (Graph v1.0 "directory: deleted items"). */
export function registerDeletedItems(graph: GraphRoutes): void {
  graph.get('/directory/deletedItems/microsoft.graph.user', { permissions: READ }, (call) => {
    const found = call.tenant.store.in(users).by('state', 'deleted');
    return collectionReply(call, found.map(userView), {
      ...userCollection,
      defaults: [...(userCollection.defaults ?? []), 'deletedDateTime'],
    });
  });
  graph.get('/directory/deletedItems/microsoft.graph.group', { permissions: READ }, (call) =>
    collectionReply(
      call,
      call.tenant.store.in(groups).by('state', 'deleted').map(groupView),
      groupCollection,
    ),
  );
  graph.get('/directory/deletedItems/{id}', { permissions: READ }, (call) => {
    const { user, group } = deletedItem(call);
    const view = user === undefined ? groupView(group) : userView(user);
    const type = user === undefined ? 'group' : 'user';
    return ok(
      entityBody(call, 'directoryObjects', { '@odata.type': `#microsoft.graph.${type}`, ...view }, { type }),
    );
  });
  graph.post('/directory/deletedItems/{id}/restore', { permissions: WRITE }, (call) => {
    const { user, group } = deletedItem(call);
    const view =
      user === undefined
        ? groupView(restoreGroup(call.tenant, group, call.caller))
        : userView(restoreUser(call.tenant, user, call.caller));
    const type = user === undefined ? 'group' : 'user';
    return ok({
      '@odata.context': `${call.baseUrl}/$metadata#directoryObjects/$entity`,
      '@odata.type': `#microsoft.graph.${type}`,
      ...view,
    });
  });
  graph.delete('/directory/deletedItems/{id}', { permissions: WRITE }, (call) => {
    const { user, group } = deletedItem(call);
    if (user === undefined) purgeGroup(call.tenant, group, call.caller);
    else purgeUser(call.tenant, user, call.caller);
    return noContent();
  });
}

type DeletedItem = { user: DirectoryUser; group?: undefined } | { group: DirectoryGroup; user?: undefined };

function deletedItem(call: GraphCall): DeletedItem {
  const id = param(call, 'id');
  const user = visible(call.tenant, users, id);
  if (typeof user?.deletedDateTime === 'string') return { user };
  const group = visible(call.tenant, groups, id);
  if (typeof group?.deletedDateTime === 'string') return { group };
  throw resourceNotFound(id);
}
