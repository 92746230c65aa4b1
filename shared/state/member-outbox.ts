import type { RefusalCode } from '../domain/codes';
import type { GroupId, GuestId } from '../domain/ids';
import type { Versioned } from './subjects';

/** A membership somebody wants changed. The newer wish for a member replaces the older. */
export interface MemberWish {
  group: GroupId;
  member: GuestId;
  operation: 'add' | 'remove';
  partner: string;
  /** An approved plan that runs names the member; absent on wishes of an earlier release. */
  isPlanned?: boolean | undefined;
  /** Run that asked, or `plan-{id}`: the receipt bears it. Absent on wishes of an earlier release. */
  askedBy?: string | undefined;
  /** ISO 8601. */
  askedAt: string;
  /** Why the group's run could not do it; null = not tried, or not refused. Whoever asked takes the answer away. */
  refused: { code: RefusalCode; message: string } | null;
}

/** Wishes waiting for their group's run, the only writer of the group's members. Partition = group, row = member. */
export interface MemberOutbox {
  /** Stores the wish. Repeating an equal one changes nothing but `askedAt`. */
  put(wish: MemberWish): Promise<void>;
  /** The wish for one member, or undefined. */
  read(group: GroupId, member: GuestId): Promise<Versioned<MemberWish> | undefined>;
  /** All wishes for a group. */
  list(group: GroupId): Promise<Versioned<MemberWish>[]>;
  /** Notes the refusal on the wish if it is still the one that was read. `conflict`: a newer wish stays. */
  refuse(
    wish: MemberWish,
    etag: string,
    refused: NonNullable<MemberWish['refused']>,
  ): Promise<'written' | 'conflict'>;
  /** Removes the wish if it is still the one that was read. `conflict`: a newer wish stays. */
  remove(group: GroupId, member: GuestId, etag: string): Promise<'removed' | 'conflict'>;
  /**
   * Forgets refused wishes that were asked for before `at` and whose answer nobody fetched, `most` at once; gives how many.
   * A wish that still waits for its group's run stays, however old. Safe to repeat.
   */
  purgeRefusedBefore(at: string, most: number): Promise<number>;
  /** All wishes about one member, in whatever group. Reads the whole table, which is small. */
  listOf(member: GuestId): Promise<Versioned<MemberWish>[]>;
}
