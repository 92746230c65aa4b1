import fc from 'fast-check';
import type { StatePorts } from '../../../shared/state/table/open-tables';

/** The ETags a caller has read so far, by the name of what it read; they differ between adapters. */
export type Memory = Map<string, string>;

/** One call of a port. Answers with what a caller sees of it, ETags left out. */
export interface StateOperation {
  name: string;
  run(state: StatePorts, etags: Memory): Promise<unknown>;
}

export const operation = (name: string, run: StateOperation['run']): StateOperation => ({ name, run });
export const few = fc.integer({ min: 1, max: 3 });
export const word = fc.oneof(
  fc.constantFrom('held', 'ready', ''),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const NEVER_READ = 'W/"datetime\'2026-01-01T00%3A00%3A00.0000000Z\'"';

/** Remembers the ETag and answers the value. */
export function noted<T>(
  etags: Memory,
  name: string,
  read: { value: T; etag: string } | undefined,
): T | undefined {
  if (read) etags.set(name, read.etag);
  return read?.value;
}
export const etagOf = (etags: Memory, name: string): string => etags.get(name) ?? NEVER_READ;

/** A list in an order of our own, since the ports promise none. */
export function sorted(values: readonly unknown[]): unknown[] {
  return values.map((value) => JSON.stringify(canonical(value))).sort();
}
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, inner]) => [key, canonical(inner)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
