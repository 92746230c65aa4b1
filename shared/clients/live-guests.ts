import type { GuestId } from '../domain/ids';
import type { LiveGuest } from '../domain/replay-plan';
import { openRound, type GuestToRead, type RoundDeps } from './live-round';
import { readDesktop } from './read-live-desktop';
import { readSituation } from './read-live-situation';

/** Guests as the tenant has them now, many at a time. */
export interface LiveGuests {
  /**
   * Reads them all: users 20 to a request, members group by group, hosts pool by pool. Only who is gone, has a Cloud
   * PC, or may be in a group that has groups among its members costs a request of its own. Changes nothing; throws
   * RetryableError or TerminalError.
   */
  read(guests: readonly GuestToRead[]): Promise<Map<GuestId, LiveGuest>>;
}

/** {@link LiveGuests} out of the other capabilities. */
export function createLiveGuests(deps: RoundDeps): LiveGuests {
  return {
    read: async (guests) => {
      const round = await openRound(
        deps,
        guests.map(({ guest }) => guest),
      );
      const live = new Map<GuestId, LiveGuest>();
      for (const one of guests) {
        const situation = await readSituation(round, one);
        live.set(one.guest, { situation, ...(await readDesktop(round, one, situation)) });
      }
      return live;
    },
  };
}
