import { z } from 'zod';
import { bodyOf, noContent, ok, param } from '../core/api-call';
import { ApiError } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { collectionReply } from '../odata/collection-reply';
import { countReply } from '../odata/count-reply';
import { entityBody } from '../odata/select';
import type { DirectoryUser } from './directory-objects';
import { directoryRolesOf } from './directory-roles';
import { liveUsers, userByKey } from './user-lookup';
import { userCollection, userView } from './user-view';
import { softDeleteUser, updateUser } from './user-writes';

/** Reads: Graph v1.0 "List users", "Get a user" (permissions tables of both pages). */
export const READ_USERS = [
  'User.Read.All',
  'User.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
const WRITE_USERS = ['User.ReadWrite.All', 'Directory.ReadWrite.All'];
/** It ends no session of an external user, who signs in at home (Graph v1.0 "user: revokeSignInSessions"). */
const REVOKE_SESSIONS = ['User.RevokeSessions.All', 'Directory.ReadWrite.All', 'User.ReadWrite.All'];

/** Properties that "Update user" takes here; others are refused, since the simulation would forget them. */
const patch = z.strictObject({
  accountEnabled: z.boolean().optional(),
  companyName: z.string().nullable().optional(),
  displayName: z.string().min(1).optional(),
  givenName: z.string().nullable().optional(),
  jobTitle: z.string().nullable().optional(),
  mail: z.email().optional(),
  otherMails: z.array(z.email()).optional(),
  preferredLanguage: z.string().nullable().optional(),
  surname: z.string().nullable().optional(),
  usageLocation: z.string().length(2).nullable().optional(),
  userType: z.enum(['Guest', 'Member']).optional(),
});

/** `/users`: list, count, get, update, revoke sessions, delete. */
export function registerUsers(graph: GraphRoutes): void {
  graph.get('/users', { permissions: READ_USERS, resourceUnits: 2 }, (call) =>
    collectionReply(call, liveUsers(call.tenant).map(userView), userCollection),
  );
  graph.get('/users/$count', { permissions: READ_USERS, resourceUnits: 2 }, (call) =>
    countReply(call, liveUsers(call.tenant).map(userView), userCollection),
  );
  graph.get('/users/{id}', { permissions: READ_USERS }, (call) => {
    const user = userByKey(call.tenant, param(call, 'id'));
    return ok(entityBody(call, 'users', userView(user), userCollection));
  });
  graph.patch(
    '/users/{id}',
    { permissions: [...WRITE_USERS, ['User.EnableDisableAccount.All', 'User.Read.All']] },
    (call) => {
      const user = userByKey(call.tenant, param(call, 'id'));
      refuseAdmins(call, user);
      const wanted = definedOf(bodyOf(call, patch));
      refuseMoreThanEnabling(call, wanted);
      updateUser(call.tenant, user, wanted, call.caller);
      return noContent();
    },
  );
  graph.post('/users/{id}/revokeSignInSessions', { permissions: REVOKE_SESSIONS }, (call) => {
    const user = userByKey(call.tenant, param(call, 'id'));
    refuseAdmins(call, user);
    return ok({ '@odata.context': `${call.baseUrl}/$metadata#Edm.Boolean`, value: true });
  });
  graph.delete('/users/{id}', { permissions: WRITE_USERS }, (call) => {
    deleteUserByKey(call, param(call, 'id'));
    return noContent();
  });
}

/** Soft-deletes a user for the caller; 403 when an application reaches for somebody with a directory role. */
export function deleteUserByKey(call: GraphCall, key: string): void {
  const user = userByKey(call.tenant, key);
  refuseAdmins(call, user);
  softDeleteUser(call.tenant, user, call.caller);
}

/** Applications cannot touch users that hold directory roles (Graph: Delete a user, Update user). */
function refuseAdmins(call: GraphCall, user: DirectoryUser): void {
  if (call.caller.kind === 'user' || directoryRolesOf(call.tenant, user.id).length === 0) return;
  throw new ApiError(
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  );
}

/** User.EnableDisableAccount.All allows one property only. */
function refuseMoreThanEnabling(call: GraphCall, wanted: Partial<DirectoryUser>): void {
  if (WRITE_USERS.some((permission) => call.caller.permissions.has(permission))) return;
  if (Object.keys(wanted).every((name) => name === 'accountEnabled')) return;
  throw new ApiError(
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  );
}

function definedOf(wanted: z.output<typeof patch>): Partial<DirectoryUser> {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}
