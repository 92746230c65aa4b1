import { z } from 'zod';
import { guestId, type GroupId } from '../../domain/ids';
import type { GroupChange, GroupChanges } from '../group-changes';
import type { ChangesPage } from '../user-changes';
import type { GraphConnection } from './connect-graph';
import { deltaPage, followDelta } from './delta-page';
import type { GraphAnswer } from './graph-answer';
import { odataText, type GraphCall } from './graph-call';

/** Delta takes no filter but ids (delta query overview: up to 50); one group a call keeps their troubles apart. */
const callFor = (group: GroupId): GraphCall => ({
  method: 'GET',
  pathTemplate: '/groups/delta',
  query: { $select: 'id,members', $filter: `id eq ${odataText(group)}` },
});

const removed = z.object({ reason: z.string().optional() }).optional();
const entry = z.looseObject({
  id: z.guid(),
  '@removed': removed,
  'members@delta': z
    .array(z.looseObject({ '@odata.type': z.string().optional(), id: z.guid(), '@removed': removed }))
    .optional(),
});

/**
 * {@link GroupChanges} over Microsoft Graph v1.0 `groups/delta` (group: delta). Permission: Group.Read.All (that
 * GroupMember.Read.All suffices is UNVERIFIED). Safe to repeat; throws RetryableError or TerminalError.
 */
export function graphGroupChanges(graph: GraphConnection): GroupChanges {
  return {
    first: async (group) => pageOf(group, await graph.ask(callFor(group))),
    follow: async (group, link) => {
      const answer = await followDelta(graph, callFor(group), link);
      return answer === 'expired' ? 'expired' : pageOf(group, answer);
    },
  };
}

function pageOf(group: GroupId, answer: GraphAnswer): ChangesPage<GroupChange> {
  const page = deltaPage(answer, entry);
  return { ...page, changes: page.changes.filter(({ id }) => id.toLowerCase() === group).flatMap(changesOf) };
}

/** Members that are no users are left out; a type that is not told may be a user. */
function changesOf(found: z.output<typeof entry>): GroupChange[] {
  if (found['@removed'] !== undefined) return [{ kind: 'gone' }];
  const members = (found['members@delta'] ?? []).filter(
    (member) => (member['@odata.type'] ?? '#microsoft.graph.user').toLowerCase() === '#microsoft.graph.user',
  );
  return [
    { kind: 'present' },
    ...members.map((member): GroupChange => {
      return { kind: member['@removed'] === undefined ? 'joined' : 'left', member: guestId(member.id) };
    }),
  ];
}
