import { z } from 'zod';
import { isExternal } from '../../domain/guest-facts';
import { guestId } from '../../domain/ids';
import { TerminalError } from '../../domain/codes';
import type { PartnerGuests } from '../partner-guests';
import type { GraphConnection } from './connect-graph';
import { odataText } from './graph-call';
import { graphPages } from './graph-pages';
import { graphUser, USER_FIELDS, userFacts } from './user-facts';

/**
 * {@link PartnerGuests} over Microsoft Graph v1.0. Permissions: User.Read.All and Group.Read.All. `endsWith` needs an
 * advanced query (Advanced query capabilities on directory objects, 2026); a guest without a mail address is not found by it. Throws
 * RetryableError or TerminalError.
 */
export function graphPartnerGuests(graph: GraphConnection): PartnerGuests {
  return {
    list: async (domains) => {
      const tests = domains.map((domain) => `endsWith(mail,${odataText(`@${domain}`)})`);
      const found = await graphPages(
        graph,
        {
          method: 'GET',
          pathTemplate: '/users',
          query: { $filter: tests.join(' or '), $select: USER_FIELDS, $count: 'true', $top: '999' },
          headers: { ConsistencyLevel: 'eventual' },
        },
        graphUser,
      );
      return found
        .map(userFacts)
        .filter((user) => isExternal(user) && user.domain !== null && domains.includes(user.domain));
    },
    membersOf: async (group) => {
      try {
        const found = await graphPages(
          graph,
          {
            method: 'GET',
            pathTemplate: '/groups/{group}/transitiveMembers',
            ids: { group },
            query: { $select: 'id', $top: '999' },
          },
          z.looseObject({ id: z.guid() }),
        );
        return new Set(found.map(({ id }) => guestId(id)));
      } catch (error) {
        if (error instanceof TerminalError && error.code === 'not-found') return new Set();
        throw error;
      }
    },
  };
}
