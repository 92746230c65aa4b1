import type { GuestId, PartnerId } from '../../shared/domain/ids';
import { writeBan } from '../../shared/domain/may-write';
import { refused, type Stop } from '../../shared/domain/outcome';
import type { Partners } from '../../shared/state/partners';

/** Asked right before a write: undefined = go ahead, else the refusal to answer with. */
export type WritePermit = (partner: PartnerId, guest: GuestId | null) => Promise<Stop | undefined>;

/** Reads the partner's policy afresh for every write: a mode set back takes effect before the next one. */
export const writePermit =
  (partners: Partners): WritePermit =>
  async (partner, guest) => {
    const ban = writeBan((await partners.read(partner))?.value, guest);
    return ban === undefined
      ? undefined
      : refused(
          'writes-not-allowed',
          `nothing is written for this guest: the mode of partner ${partner} says ${ban}`,
        );
  };
