import { ok, param } from '../core/api-call';
import type { GraphRoutes } from '../core/graph-routes';
import { collectionReply } from '../odata/collection-reply';
import { entityBody } from '../odata/select';
import { userCollection, userView } from './user-view';
import { liveUsers, userByKey } from './user-lookup';

/** Reads: Graph v1.0 "List users", "Get a user" (permissions tables of both pages). */
const READ = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];

/** `/users`: list and get. */
export function registerUsers(graph: GraphRoutes): void {
  graph.get('/users', { permissions: READ, resourceUnits: 2 }, (call) =>
    collectionReply(call, liveUsers(call.tenant).map(userView), userCollection),
  );
  graph.get('/users/{id}', { permissions: READ }, (call) => {
    const user = userByKey(call.tenant, param(call, 'id'));
    return ok(entityBody(call, 'users', userView(user), userCollection));
  });
}
