import { z } from 'zod';
import { groupId, guestId, type GroupId } from '../../domain/ids';
import type { Groups } from '../groups';
import { CALL_TIME_LIMIT_MS } from '../http/call-time-limit';
import type { GraphConnection } from './connect-graph';
import { readBody } from './graph-answer';
import { graphBatch, requireAll } from './graph-batch';
import type { GraphCall } from './graph-call';
import { isDirectoryAbsence } from './graph-failures';
import { GROUP_TRAITS, groupBody, groupTraits } from './graph-group-traits';
import { graphPages } from './graph-pages';

const groupCall = (group: GroupId): GraphCall => ({
  method: 'GET',
  pathTemplate: '/groups/{group}',
  ids: { group },
  query: { $select: 'id' },
});

const member = z.looseObject({ '@odata.type': z.string().optional(), id: z.guid() });

/** {@link Groups} over Microsoft Graph v1.0. Permission: Group.Read.All. Safe to repeat; throws RetryableError or TerminalError. */
export function graphGroups(graph: GraphConnection): Groups {
  const existing = async (groups: readonly GroupId[]): Promise<GroupId[]> => {
    if (groups.length === 0) return [];
    const signal = AbortSignal.timeout(CALL_TIME_LIMIT_MS);
    const answers = await graphBatch(graph, groups.map(groupCall), signal);
    requireAll(answers, isDirectoryAbsence);
    return answers
      .filter((answer) => !isDirectoryAbsence(answer))
      .map((answer) => groupId(readBody(answer, z.object({ id: z.string() })).id));
  };
  return {
    existing,
    traitsOf: async (group) => {
      const call = { ...groupCall(group), query: { $select: GROUP_TRAITS } };
      const answer = await graph.ask(call);
      return isDirectoryAbsence(answer) ? undefined : groupTraits(readBody(answer, groupBody), null);
    },
    members: async (group) => {
      // A 404 of the members may also be a replica that lags; the group itself is asked first.
      if ((await existing([group])).length === 0) return undefined;
      const found = await graphPages(
        graph,
        {
          method: 'GET',
          pathTemplate: '/groups/{group}/members',
          ids: { group },
          query: { $select: 'id', $top: '999' },
        },
        member,
      );
      const users = found.filter(
        (one) => (one['@odata.type'] ?? '').toLowerCase() === '#microsoft.graph.user',
      );
      return { users: users.map(({ id }) => guestId(id)), others: found.length - users.length };
    },
  };
}
