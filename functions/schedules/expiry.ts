import type { RetainedTable } from '../../shared/domain/retention';

/** What one purge did: `isMore`: there may be more to purge at once. */
export interface Purged {
  purged: number;
  isMore: boolean;
}

/** How one table forgets what has had its time. */
export interface Expiry {
  table: RetainedTable;
  /**
   * Forgets what is older than `before` (ISO 8601), `most` things at once, but nothing that an open failure, a plan under
   * way or a live row needs. Safe to repeat.
   */
  purge(before: string, most: number): Promise<Purged>;
}

/** A store's own purge, which says how many it forgot. */
export const byPage =
  (purge: (before: string, most: number) => Promise<number>): Expiry['purge'] =>
  async (before, most) => {
    const purged = await purge(before, most);
    return { purged, isMore: purged >= most };
  };
