import type { Cursor, Cursors } from '../cursors';
import { MemoryRows } from './memory-rows';

/** {@link Cursors} in memory, for tests: forgets all when it is dropped. */
export function memoryCursors(): Cursors {
  const rows = new MemoryRows<Cursor>('Cursors');
  return {
    read: (name) => rows.read(name),
    save: (cursor, etag) => {
      const kept = { ...cursor, detail: cursor.detail ?? null };
      return etag === undefined ? rows.insert(cursor.name, kept) : rows.replace(cursor.name, kept, etag);
    },
    remove: (name, etag) => rows.remove(name, etag),
    list: async () => (await rows.list()).map(({ value }) => value),
  };
}
