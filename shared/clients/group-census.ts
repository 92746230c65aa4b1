import type { UserFacts } from '../domain/guest-facts';
import type { GroupId, GuestId } from '../domain/ids';

/** A user who is a direct member. The name is needed to find the user's desktops: never store, log or return it. */
export interface CensusMember {
  user: UserFacts;
  userPrincipalName: string;
}

/** Who is in a group, with all that decides what Gatehouse makes of it: a page for each thousand, whatever their number. */
export interface GroupCensus {
  /**
   * The members of the group, or undefined where there is none. `nestedOnly`: users who are in it through another group
   * alone; `others`: direct members that are no users. Changes nothing; may miss the newest changes. Throws
   * RetryableError or TerminalError.
   */
  read(
    group: GroupId,
  ): Promise<{ direct: CensusMember[]; nestedOnly: GuestId[]; others: number } | undefined>;
}
