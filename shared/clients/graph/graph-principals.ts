import { z } from 'zod';
import type { Principals } from '../principals';
import type { GraphConnection } from './connect-graph';
import { readBody } from './graph-answer';
import { isDirectoryAbsence } from './graph-failures';

/** Ids of one request at most (Graph v1.0, "directoryObject: getByIds"). */
const MOST_IDS = 1_000;
const found = z.object({ value: z.array(z.object({ id: z.string() })) });

/**
 * {@link Principals} over Microsoft Graph v1.0. Permission: Directory.Read.All, delegated. Who is not found among the
 * directory's objects is looked for among the deleted ones, one by one: they are few.
 */
export function graphPrincipals(graph: GraphConnection): Principals {
  const live = async (ids: readonly string[]): Promise<string[]> => {
    const answer = await graph.ask({
      method: 'POST',
      pathTemplate: '/directoryObjects/getByIds',
      body: { ids },
    });
    return readBody(answer, found).value.map(({ id }) => id.toLowerCase());
  };
  const isDeletedLately = async (id: string): Promise<boolean> => {
    const answer = await graph.ask({
      method: 'GET',
      pathTemplate: '/directory/deletedItems/{principal}',
      ids: { principal: id },
      query: { $select: 'id' },
    });
    if (isDirectoryAbsence(answer)) return false;
    readBody(answer, z.object({ id: z.string() }));
    return true;
  };
  return {
    existing: async (ids) => {
      const asked = [...new Set(ids.map((id) => id.toLowerCase()))];
      const there = new Set<string>();
      for (let at = 0; at < asked.length; at += MOST_IDS)
        for (const id of await live(asked.slice(at, at + MOST_IDS))) there.add(id);
      for (const id of asked) if (!there.has(id) && (await isDeletedLately(id))) there.add(id);
      return there;
    },
  };
}
