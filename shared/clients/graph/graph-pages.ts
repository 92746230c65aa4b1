import { z } from 'zod';
import { CALL_TIME_LIMIT_MS } from '../http/call-time-limit';
import type { GraphConnection } from './connect-graph';
import { readBody } from './graph-answer';
import type { GraphCall } from './graph-call';

/**
 * All items of a collection, page after page (Paging Microsoft Graph data in your app: follow `@odata.nextLink`
 * as it is). All pages share one time limit. Throws as {@link readBody} and {@link GraphConnection.ask} do.
 */
export async function graphPages<S extends z.ZodType>(
  graph: GraphConnection,
  call: GraphCall,
  item: S,
): Promise<z.output<S>[]> {
  const page = z.object({ value: z.array(item), '@odata.nextLink': z.string().optional() });
  const limited = { signal: AbortSignal.timeout(CALL_TIME_LIMIT_MS), ...call };
  const items: z.output<S>[] = [];
  let read = readBody(await graph.ask(limited), page);
  items.push(...read.value);
  while (read['@odata.nextLink'] !== undefined) {
    read = readBody(await graph.askNext(limited, read['@odata.nextLink']), page);
    items.push(...read.value);
  }
  return items;
}
