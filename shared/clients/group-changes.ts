import type { GroupId, GuestId } from '../domain/ids';
import type { ChangesPage } from './user-changes';

/** What one entry of a round says of a watched group. */
export type GroupChange =
  | { kind: 'joined' | 'left'; member: GuestId }
  /** The group is there; said once in each page that tells of it. */
  | { kind: 'present' }
  | { kind: 'gone' };

/** The changes of one group's direct members that are users, in rounds as {@link UserChanges} has them. */
export interface GroupChanges {
  /** Begins from nothing: every member joined. A group that is not there is not told of at all. */
  first(group: GroupId): Promise<ChangesPage<GroupChange>>;
  follow(group: GroupId, link: string): Promise<ChangesPage<GroupChange> | 'expired'>;
}
