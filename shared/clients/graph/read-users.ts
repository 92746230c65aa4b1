import type { UserFacts } from '../../domain/guest-facts';
import type { GuestId } from '../../domain/ids';
import { BULK_READ_TIME_LIMIT_MS } from '../http/call-time-limit';
import type { GraphConnection } from './connect-graph';
import { readBody } from './graph-answer';
import { BATCH_LIMIT, graphBatch, requireAll } from './graph-batch';
import { isDirectoryAbsence } from './graph-failures';
import { userCall } from './user-call';
import { graphUser, USER_FIELDS, userFacts } from './user-facts';

/** Batches under way at once: the hundred users of a full delivery are one round. */
const BATCHES_AT_ONCE = 5;

/**
 * Those of `users` that are there; an id that is missing is missing from the map. One time limit of 20 s covers
 * all batches. Throws RetryableError or TerminalError where any user could not be read, and then gives nobody.
 */
export async function readUsers(
  graph: GraphConnection,
  users: readonly GuestId[],
): Promise<Map<GuestId, UserFacts>> {
  const signal = AbortSignal.timeout(BULK_READ_TIME_LIMIT_MS);
  const batches = inChunks([...new Set(users)], BATCH_LIMIT);
  const found = new Map<GuestId, UserFacts>();
  for (const round of inChunks(batches, BATCHES_AT_ONCE)) {
    const facts = await Promise.all(round.map((batch) => readBatch(graph, batch, signal)));
    for (const user of facts.flat()) found.set(user.id, user);
  }
  return found;
}

async function readBatch(
  graph: GraphConnection,
  users: readonly GuestId[],
  signal: AbortSignal,
): Promise<UserFacts[]> {
  const calls = users.map((user) => userCall(user, USER_FIELDS));
  const answers = await graphBatch(graph, calls, signal);
  requireAll(answers, isDirectoryAbsence);
  return answers
    .filter((answer) => !isDirectoryAbsence(answer))
    .map((answer) => userFacts(readBody(answer, graphUser)));
}

function inChunks<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
