import { z } from 'zod';
import { RetryableError } from '../../domain/codes';
import type { UserFacts } from '../../domain/guest-facts';
import { groupId, type GuestId } from '../../domain/ids';
import type { Directory } from '../directory';
import type { GraphConnection } from './connect-graph';
import { findHomeTenant } from './find-home-tenant';
import { readBody } from './graph-answer';
import { odataText } from './graph-call';
import { isDirectoryAbsence } from './graph-failures';
import { readUsers } from './read-users';
import { userCall } from './user-call';
import { graphUser, USER_FIELDS, userFacts } from './user-facts';

/** Groups in one membership question at most (Graph, checkMemberGroups). */
const GROUPS_LIMIT = 20;
/** The user was there a moment ago: a replica lags, or the user is being deleted. */
const ABSENT_WAIT_SECONDS = 15;

/**
 * {@link Directory} over Microsoft Graph v1.0. Permissions: User.Read.All, GroupMember.Read.All and
 * CrossTenantInformation.ReadBasic.All. Every method is safe to repeat and throws RetryableError or TerminalError.
 */
export function graphDirectory(graph: GraphConnection): Directory {
  return {
    readUser: async (user): Promise<UserFacts | undefined> => {
      const answer = await graph.ask(userCall(user, USER_FIELDS));
      return isDirectoryAbsence(answer) ? undefined : userFacts(readBody(answer, graphUser));
    },
    readAccount: async (user) => {
      const answer = await graph.ask(userCall(user, USER_FIELDS));
      if (isDirectoryAbsence(answer)) return undefined;
      const named = graphUser.extend({ userPrincipalName: z.string().min(1) });
      const body = readBody(answer, named);
      return { facts: userFacts(body), userPrincipalName: body.userPrincipalName };
    },
    readUsers: (users) => readUsers(graph, users),
    isSoftDeleted: async (user) => {
      const answer = await graph.ask({
        method: 'GET',
        // The cast to microsoft.graph.user is documented for the list only (Graph, Get deleted item).
        pathTemplate: '/directory/deletedItems/{user}',
        ids: { user },
        query: { $select: 'id' },
      });
      if (isDirectoryAbsence(answer)) return false;
      return readBody(answer, z.object({ id: z.string() })).id.toLowerCase() === user;
    },
    readMemberships: (user, groups) => readMemberships(graph, user, groups),
    readUserPrincipalName: async (user) => {
      const answer = await graph.ask(userCall(user, 'userPrincipalName'));
      if (isDirectoryAbsence(answer)) return undefined;
      return readBody(answer, z.object({ userPrincipalName: z.string().min(1) })).userPrincipalName;
    },
    isPrincipalKnown: async (userPrincipalName) => {
      const answer = await graph.ask({
        method: 'GET',
        // By filter, not by path: messages name the path, and the name is a mail address in another spelling.
        pathTemplate: '/users',
        query: { $filter: `userPrincipalName eq ${odataText(userPrincipalName)}`, $select: 'id' },
      });
      return readBody(answer, z.object({ value: z.array(z.object({ id: z.string() })) })).value.length > 0;
    },
    findHomeTenant: findHomeTenant(graph),
  };
}

/** A user who is not there is not "in no group": that reading would take access away while a replica lags. */
async function readMemberships(
  graph: GraphConnection,
  user: GuestId,
  groups: Parameters<Directory['readMemberships']>[1],
): ReturnType<Directory['readMemberships']> {
  if (groups.length > GROUPS_LIMIT)
    throw new RangeError(`At most ${GROUPS_LIMIT} groups fit into one question`);
  if (groups.length === 0) return [];
  const answer = await graph.ask({
    method: 'POST',
    pathTemplate: '/users/{user}/checkMemberGroups',
    ids: { user },
    body: { groupIds: groups },
  });
  if (isDirectoryAbsence(answer)) {
    throw new RetryableError(
      'not-replicated',
      `The directory does not know the user of ${answer.asked} now: it is asked again by itself`,
      ABSENT_WAIT_SECONDS,
    );
  }
  return readBody(answer, z.object({ value: z.array(z.guid()) })).value.map(groupId);
}
