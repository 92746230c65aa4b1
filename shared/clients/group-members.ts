import type { GroupId, GuestId } from '../domain/ids';

/** Members of a security group: direct ones, since app roles and licences do not reach nested members. */
export interface GroupMembers {
  /** Whether `member` is a direct member. May lag behind a write by minutes. */
  isMember(group: GroupId, member: GuestId): Promise<boolean>;
  /** Those of up to 20 `members` that are direct members, asked for in one request. May lag as {@link isMember} does. */
  membersAmong(group: GroupId, members: readonly GuestId[]): Promise<Set<GuestId>>;
  /** Adds up to 20 in one request, all or none: throws TerminalError where any of them cannot be added. */
  addMembers(group: GroupId, members: readonly GuestId[]): Promise<void>;
  /** Present afterwards; already a member counts as success. Throws RetryableError('not-replicated') for a fresh user, and where a write made a moment ago cannot be read back yet. */
  ensureMember(group: GroupId, member: GuestId): Promise<void>;
  /** Absent afterwards; not a member counts as success. Always by `/$ref`: without it Graph deletes the user. */
  removeMember(group: GroupId, member: GuestId): Promise<void>;
}
