import type { GroupId, GuestId } from '../domain/ids';

/** Security groups as a whole. All reads. */
export interface Groups {
  /** Those of `groups` (20 at most) that the directory has now; deleted ones are missing. */
  existing(groups: readonly GroupId[]): Promise<GroupId[]>;
  /**
   * All direct members, or undefined where there is no such group. `others` counts members that are no users.
   * Reads page by page; a member that joins meanwhile may be missing.
   */
  members(group: GroupId): Promise<{ users: GuestId[]; others: number } | undefined>;
}
