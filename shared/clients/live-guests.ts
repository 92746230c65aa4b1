import { guestRecord } from '../domain/guest-record';
import type { GuestId } from '../domain/ids';
import type { LiveGuest } from '../domain/replay-plan';
import type { SubjectRow } from '../domain/subject-row';
import type { Subjects } from '../state/subjects';
import { openRound, type GuestToRead, type RoundDeps } from './live-round';
import { readDesktop } from './read-live-desktop';
import { readSituation } from './read-live-situation';

/** A guest's row and what the tenant says of the guest, read at one moment. */
export interface GuestLook {
  guest: GuestId;
  /** Undefined = nobody has looked at the guest yet. */
  row: SubjectRow | undefined;
  live: LiveGuest;
}

/** Guests as the tenant has them now, many at a time. */
export interface LiveGuests {
  /**
   * Reads them all: users 20 to a request, members group by group, hosts pool by pool. Only who is gone, has a Cloud
   * PC, or may be in a group that has groups among its members costs a request of its own. Changes nothing; throws
   * RetryableError or TerminalError.
   */
  read(guests: readonly GuestToRead[]): Promise<Map<GuestId, LiveGuest>>;
  /** As {@link read}, by id: each with its row, in the order asked for. */
  look(guests: readonly GuestId[]): Promise<GuestLook[]>;
}

/** Rows read side by side. */
const AT_ONCE = 20;

/** {@link LiveGuests} out of the other capabilities. */
export function createLiveGuests(deps: RoundDeps & { subjects: Pick<Subjects, 'read'> }): LiveGuests {
  const read: LiveGuests['read'] = async (guests) => {
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
  };
  return {
    read,
    look: async (guests) => {
      if (guests.length === 0) return [];
      const rows = await readRows(deps.subjects, guests);
      const live = await read(
        rows.map(([guest, row]) => ({
          guest,
          partner: row?.partner ?? null,
          record: guestRecord(row?.detail),
        })),
      );
      return rows.flatMap(([guest, row]) => {
        const one = live.get(guest);
        return one === undefined ? [] : [{ guest, row, live: one }];
      });
    },
  };
}

async function readRows(subjects: Pick<Subjects, 'read'>, guests: readonly GuestId[]) {
  const rows: [GuestId, SubjectRow | undefined][] = [];
  for (let at = 0; at < guests.length; at += AT_ONCE) {
    const some = guests.slice(at, at + AT_ONCE);
    const stored = await Promise.all(some.map((id) => subjects.read({ kind: 'guest', id })));
    some.forEach((guest, n) => rows.push([guest, stored[n]?.value]));
  }
  return rows;
}
