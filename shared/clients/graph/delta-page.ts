import { z } from 'zod';
import { TerminalError } from '../../domain/codes';
import type { ChangesPage } from '../user-changes';
import type { GraphConnection } from './connect-graph';
import { readBody, type GraphAnswer } from './graph-answer';
import type { GraphCall } from './graph-call';

/**
 * Codes by which Graph says that a delta link leads nowhere any more: a reset (410), an expiry after 7 days (40x;
 * a Microsoft post of 2020 shows 400), a link it cannot read. All mean: begin from nothing (delta query overview).
 */
const FORGOTTEN = new Set(['resyncRequired', 'syncStateNotFound', 'Directory_InvalidDeltaToken']);

/** One page of a delta round, its entries as `entry` reads them. Throws as {@link readBody} does. */
export function deltaPage<S extends z.ZodType>(answer: GraphAnswer, entry: S): ChangesPage<z.output<S>> {
  const page = z.object({
    value: z.array(entry),
    '@odata.nextLink': z.string().optional(),
    '@odata.deltaLink': z.string().optional(),
  });
  const { value, '@odata.nextLink': next, '@odata.deltaLink': end } = readBody(answer, page);
  const link = next ?? end;
  if (link === undefined) {
    throw new TerminalError('rejected', `The answer to ${answer.asked} has neither a next page nor an end`);
  }
  return { changes: value, link, isEnd: next === undefined };
}

/** The page behind a link of an earlier answer; `expired` where the service has forgotten it. */
export async function followDelta(
  graph: GraphConnection,
  call: GraphCall,
  link: string,
): Promise<GraphAnswer | 'expired'> {
  const answer = await graph.askNext(call, link);
  const isForgotten = answer.status === 410 || (answer.status >= 400 && FORGOTTEN.has(answer.code ?? ''));
  return isForgotten ? 'expired' : answer;
}
