import type { Versioned } from './subjects';

/** How far one of the paths has come. */
export interface Cursor {
  /** For example `users`, or `group-<id>`. */
  name: string;
  /** When it was saved, ISO 8601. */
  savedAt: string;
  /** What the path needs to go on; its shape is the path's own. */
  detail: unknown;
}

/** Where each sweep goes on: saved only after what the page before it told has been accepted. */
export interface Cursors {
  read(name: string): Promise<Versioned<Cursor> | undefined>;
  /** Stores it; `etag` undefined = it must be new. `conflict`: somebody else went on from there; nothing was written. */
  save(cursor: Cursor, etag: string | undefined): Promise<'written' | 'conflict'>;
  /** Removes it if it still has `etag`; one that is gone counts as removed. */
  remove(name: string, etag: string): Promise<'removed' | 'conflict'>;
  /** All of them, by name. */
  list(): Promise<Cursor[]>;
}
