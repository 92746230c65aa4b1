import { z } from 'zod';
import { RetryableError, TerminalError } from '../../domain/codes';
import type { GroupId, GuestId } from '../../domain/ids';
import type { GroupMembers } from '../group-members';
import { CALL_TIME_LIMIT_MS } from '../http/call-time-limit';
import type { GraphConnection } from './connect-graph';
import { graphFailure, isSuccess, readBody, requireSuccess, type GraphAnswer } from './graph-answer';
import { BATCH_LIMIT, graphBatch, requireAll } from './graph-batch';
import type { GraphCall } from './graph-call';
import { isDirectoryAbsence } from './graph-failures';

/** Members in one PATCH at most, all or none (Graph, Add members). */
const MEMBERS_LIMIT = 20;
const REPLICATION_WAIT_SECONDS = 15;
/** Graph reads the path of a reference, not its host. */
const DIRECTORY_OBJECTS = 'https://graph.microsoft.com/v1.0/directoryObjects/';

/**
 * {@link GroupMembers} over Microsoft Graph v1.0. Permission: GroupMember.ReadWrite.All. Every method is safe to
 * repeat and throws RetryableError or TerminalError; TerminalError('not-found') where the group itself is gone.
 */
export function graphGroupMembers(graph: GraphConnection): GroupMembers {
  const isMember = (group: GroupId, member: GuestId): Promise<boolean> => readIsMember(graph, group, member);
  return {
    isMember,
    membersAmong: (group, members) => readMembersAmong(graph, group, members),
    addMembers: async (group, members) => {
      if (members.length > MEMBERS_LIMIT)
        throw new RangeError(`At most ${MEMBERS_LIMIT} members fit into one request`);
      if (members.length === 0) return;
      const answer = await graph.ask({
        method: 'PATCH',
        pathTemplate: '/groups/{group}',
        ids: { group },
        body: { 'members@odata.bind': members.map((member) => DIRECTORY_OBJECTS + member) },
      });
      if (isUnknownObject(answer)) {
        await requireGroup(graph, group);
        throw new TerminalError(
          'not-found',
          `One of ${members.length} users is not in the directory, so ${answer.asked} added none: add them one by one`,
        );
      }
      requireSuccess(answer);
    },
    ensureMember: async (group, member) => {
      const answer = await graph.ask({
        method: 'POST',
        pathTemplate: '/groups/{group}/members/$ref',
        ids: { group },
        body: { '@odata.id': DIRECTORY_OBJECTS + member },
      });
      if (isSuccess(answer)) return;
      if (!saysAlreadyMember(answer)) throw await whyNotAdded(graph, group, answer);
      // A replica that does not show the member yet must not turn a granted wish into a refused one.
      if (!(await isMember(group, member))) throw notReplicated(answer);
    },
    removeMember: async (group, member) => {
      const answer = await graph.ask({
        method: 'DELETE',
        // Never without /$ref: that deletes the user where the app may write users (Graph, Remove member).
        pathTemplate: '/groups/{group}/members/{member}/$ref',
        ids: { group, member },
      });
      // That an absent member is a 404 is UNVERIFIED; the flow reads back either way.
      if (answer.status !== 404) requireSuccess(answer);
    },
  };
}

const memberCall = (group: GroupId, member: GuestId): GraphCall => ({
  method: 'GET',
  pathTemplate: '/groups/{group}/members/{member}',
  ids: { group, member },
  query: { $select: 'id' },
});

async function readIsMember(graph: GraphConnection, group: GroupId, member: GuestId): Promise<boolean> {
  return isThatMember(await graph.ask(memberCall(group, member)), member);
}

function isThatMember(answer: GraphAnswer, member: GuestId): boolean {
  if (isDirectoryAbsence(answer)) return false;
  return readBody(answer, z.object({ id: z.string() })).id.toLowerCase() === member;
}

async function readMembersAmong(
  graph: GraphConnection,
  group: GroupId,
  members: readonly GuestId[],
): Promise<Set<GuestId>> {
  if (members.length > BATCH_LIMIT)
    throw new RangeError(`At most ${BATCH_LIMIT} members fit into one request`);
  if (members.length === 0) return new Set();
  const calls = members.map((member) => memberCall(group, member));
  const answers = await graphBatch(graph, calls, AbortSignal.timeout(CALL_TIME_LIMIT_MS));
  requireAll(answers, isDirectoryAbsence);
  return new Set(
    members.filter((member, at) => {
      const answer = answers[at];
      return answer !== undefined && isThatMember(answer, member);
    }),
  );
}

/**
 * COMMUNITY, UNVERIFIED: Graph documents "400" for a member that is there already, but not the text that tells it
 * from other bad requests. So the text only raises the question; a read answers it.
 */
function saysAlreadyMember(answer: GraphAnswer): boolean {
  return answer.status === 400 && /already exist/i.test(JSON.stringify(answer.body));
}

/** The directory does not know the user, or not yet, or the group; the code differs with the call. */
function isUnknownObject(answer: GraphAnswer): boolean {
  return isDirectoryAbsence(answer) || answer.code === 'Directory_ObjectNotFound';
}

async function whyNotAdded(graph: GraphConnection, group: GroupId, answer: GraphAnswer): Promise<Error> {
  if (!isUnknownObject(answer)) return graphFailure(answer);
  await requireGroup(graph, group);
  return notReplicated(answer);
}

function notReplicated(answer: GraphAnswer): RetryableError {
  return new RetryableError(
    'not-replicated',
    `${answer.asked} is not the same everywhere in the directory yet: it is asked again by itself`,
    REPLICATION_WAIT_SECONDS,
  );
}

/** "Does not exist" can mean the group, and waiting would not bring that back. */
async function requireGroup(graph: GraphConnection, group: GroupId): Promise<void> {
  requireSuccess(
    await graph.ask({
      method: 'GET',
      pathTemplate: '/groups/{group}',
      ids: { group },
      query: { $select: 'id' },
    }),
  );
}
