import type { UserFacts } from '../domain/guest-facts';
import type { GuestId } from '../domain/ids';

/** What one entry of a round says of one user. */
export type UserChange =
  | { user: GuestId; kind: 'present'; facts: UserFacts | null; createdAt: string | null }
  /** `soft-deleted`: may be restored for 30 days. */
  | { user: GuestId; kind: 'soft-deleted' | 'deleted' };

export interface ChangesPage<C> {
  changes: C[];
  /** Where to go on: the next page of this round, or, once `isEnd`, the next round. Keep it as it is. */
  link: string;
  isEnd: boolean;
}

/**
 * Every change of every user, members too, in rounds of pages. The first round gives every user there is. A page
 * may be empty, an entry may repeat and come in any order; a change just made may be missing until a later round.
 */
export interface UserChanges {
  /** Begins from nothing. */
  first(): Promise<ChangesPage<UserChange>>;
  /** Goes on from a link. `expired`: the service has forgotten it (7 days, or a reset): begin from nothing. */
  follow(link: string): Promise<ChangesPage<UserChange> | 'expired'>;
}
