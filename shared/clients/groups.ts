import type { GroupId, GuestId } from '../domain/ids';
import type { GroupTraits } from '../domain/prepare/judge-group';

/** Security groups as a whole. All reads. */
export interface Groups {
  /** Those of `groups` (20 at most) that the directory has now; deleted ones are missing. */
  existing(groups: readonly GroupId[]): Promise<GroupId[]>;
  /**
   * What decides whether guests can be let in by the group, but for who manages its membership; undefined = there is
   * no such group.
   */
  traitsOf(group: GroupId): Promise<GroupTraits | undefined>;
  /**
   * All direct members, or undefined where there is no such group. `others` counts members that are no users.
   * Reads page by page; a member that joins meanwhile may be missing.
   */
  members(group: GroupId): Promise<{ users: GuestId[]; others: number } | undefined>;
}
