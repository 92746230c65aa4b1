import { z } from 'zod';
import { guestId } from '../../domain/ids';
import type { ChangesPage, UserChange, UserChanges } from '../user-changes';
import type { GraphConnection } from './connect-graph';
import { deltaPage, followDelta } from './delta-page';
import type { GraphAnswer } from './graph-answer';
import type { GraphCall } from './graph-call';
import { graphUser, USER_FIELDS, userFacts } from './user-facts';

/** `$select` also says which changes make an entry at all. That delta can track `externalUserState` is INFERRED. */
const CALL: GraphCall = {
  method: 'GET',
  pathTemplate: '/users/delta',
  query: { $select: `${USER_FIELDS},createdDateTime` },
};

const entry = z.looseObject({
  id: z.guid(),
  createdDateTime: z.string().nullish(),
  '@removed': z.object({ reason: z.string() }).optional(),
});

/**
 * {@link UserChanges} over Microsoft Graph v1.0 `users/delta` (user: delta; delta query overview). Permission:
 * User.Read.All. Safe to repeat; throws RetryableError or TerminalError.
 */
export function graphUserChanges(graph: GraphConnection): UserChanges {
  return {
    first: async () => pageOf(await graph.ask(CALL)),
    follow: async (link) => {
      const answer = await followDelta(graph, CALL, link);
      return answer === 'expired' ? 'expired' : pageOf(answer);
    },
  };
}

function pageOf(answer: GraphAnswer): ChangesPage<UserChange> {
  const page = deltaPage(answer, entry);
  return { ...page, changes: page.changes.map(changeOf) };
}

/** A property that was never set is left out, so an entry may not be a whole user: then its facts are unknown. */
function changeOf(found: z.output<typeof entry>): UserChange {
  const user = guestId(found.id);
  const removed = found['@removed'];
  // `deleted` is for good; `changed`, and a reason this release does not know, may still be undone.
  if (removed !== undefined) return { user, kind: removed.reason === 'deleted' ? 'deleted' : 'soft-deleted' };
  const read = graphUser.safeParse(found);
  const createdMs = Date.parse(found.createdDateTime ?? '');
  return {
    user,
    kind: 'present',
    facts: read.success ? userFacts(read.data) : null,
    createdAt: Number.isNaN(createdMs) ? null : new Date(createdMs).toISOString(),
  };
}
