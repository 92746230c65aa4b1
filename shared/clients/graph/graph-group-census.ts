import { z } from 'zod';
import { TerminalError } from '../../domain/codes';
import { guestId, type GroupId, type GuestId } from '../../domain/ids';
import type { CensusMember, GroupCensus } from '../group-census';
import type { GraphConnection } from './connect-graph';
import { graphPages } from './graph-pages';
import { graphUser, USER_FIELDS, userFacts } from './user-facts';

const USER_TYPE = '#microsoft.graph.user';
const user = graphUser.extend({ '@odata.type': z.literal(USER_TYPE) });
const other = z.object({
  '@odata.type': z
    .string()
    .optional()
    .refine((type) => type !== USER_TYPE),
  id: z.guid(),
});
const withUsers = z.union([user, other]);
const anything = z.object({ '@odata.type': z.string().optional(), id: z.guid() });

/**
 * {@link GroupCensus} over Microsoft Graph v1.0. Permissions: GroupMember.Read.All and User.Read.All. That `$select` of
 * a list of directory objects gives the properties of users too is INFERRED: a user without them is an error, not a guess.
 */
export function graphGroupCensus(graph: GraphConnection): GroupCensus {
  return {
    read: async (group) => {
      try {
        const members = await graphPages(
          graph,
          {
            method: 'GET',
            pathTemplate: '/groups/{group}/members',
            ids: { group },
            query: { $select: USER_FIELDS, $top: '999' },
          },
          withUsers,
        );
        const direct = members.flatMap((one) => (isUser(one) ? [memberOf(one)] : []));
        const others = members.length - direct.length;
        const all = others === 0 ? [] : await usersInside(graph, group);
        return { direct, nestedOnly: nestedOnly(all, direct), others };
      } catch (error) {
        if (error instanceof TerminalError && error.code === 'not-found') return undefined;
        throw error;
      }
    },
  };
}

const isUser = (one: z.output<typeof withUsers>): one is z.output<typeof user> =>
  one['@odata.type'] === USER_TYPE;

const memberOf = (one: z.output<typeof user>): CensusMember => ({
  user: userFacts(one),
  userPrincipalName: one.userPrincipalName ?? '',
});

async function usersInside(graph: GraphConnection, group: GroupId): Promise<GuestId[]> {
  const found = await graphPages(
    graph,
    {
      method: 'GET',
      pathTemplate: '/groups/{group}/transitiveMembers',
      ids: { group },
      query: { $select: 'id', $top: '999' },
    },
    anything,
  );
  return found.filter((one) => one['@odata.type'] === USER_TYPE).map(({ id }) => guestId(id));
}

function nestedOnly(all: readonly GuestId[], direct: readonly CensusMember[]): GuestId[] {
  const known = new Set<string>(direct.map((member) => member.user.id));
  return all.filter((id) => !known.has(id));
}
