import type { UserFacts } from '../domain/guest-facts';
import type { GroupId, GuestId } from '../domain/ids';

/** The guests of a partner as a whole, for questions about all of them. All reads; the newest changes may be missing for minutes. */
export interface PartnerGuests {
  /** External users whose mail address is in one of the domains. */
  list(domains: readonly string[]): Promise<UserFacts[]>;
  /** Users in the group, directly or through another; none where there is no such group. */
  membersOf(group: GroupId): Promise<Set<GuestId>>;
}
