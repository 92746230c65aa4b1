import { z } from 'zod';
import { guestId } from '../../domain/ids';
import type { GuestLookup } from '../guest-lookup';
import type { GraphConnection } from './connect-graph';
import { readBody } from './graph-answer';
import { odataText } from './graph-call';

const found = z.object({ value: z.array(z.object({ id: z.guid() })) });

/**
 * {@link GuestLookup} over Microsoft Graph v1.0. Permission: User.Read.All. The address stands in the query, which no
 * message of ours repeats; Graph's own logs of the tenant see it. `mail` takes `eq` in a filter (user resource, 2026);
 * a guest's is the invited address and does not follow changes at home.
 */
export function graphGuestLookup(graph: GraphConnection): GuestLookup {
  return {
    findByMail: async (mail) => {
      const answer = await graph.ask({
        method: 'GET',
        pathTemplate: '/users',
        query: { $filter: `mail eq ${odataText(mail)}`, $select: 'id' },
      });
      return readBody(answer, found).value.map(({ id }) => guestId(id));
    },
  };
}
