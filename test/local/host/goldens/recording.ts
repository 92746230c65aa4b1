import { z } from 'zod';

/** One request and its answer as recorded. */
const exchange = z.object({
  req: z.object({ method: z.string(), url: z.string(), body: z.unknown().optional() }),
  res: z.object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.unknown() }),
});
export type Exchange = z.infer<typeof exchange>;

/** A recorded exchange with its place in the file, and the input of the instance that it shows, where it is known. */
export interface RecordedExchange extends Exchange {
  place: string;
  startInput?: unknown;
}

/** All exchanges of a recording file in their order. */
export function exchangesOf(node: unknown, place: string, startInput?: unknown): RecordedExchange[] {
  const read = exchange.safeParse(node);
  if (read.success) return [{ ...read.data, place, ...(startInput === undefined ? {} : { startInput }) }];
  if (typeof node !== 'object' || node === null) return [];
  const { sent, k } = node as { sent?: unknown; k?: unknown };
  const input = sent ?? k ?? startInput;
  return Object.entries(node).flatMap(([key, child]) =>
    exchangesOf(child, `${place}.${key}`, input === '<none>' ? undefined : input),
  );
}
