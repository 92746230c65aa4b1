import { guestRecord } from '../../shared/domain/guest-record';
import { guestId } from '../../shared/domain/ids';
import { eraseGuest } from '../personal-data/erase-guest';
import type { ErasureDeps } from '../personal-data/erasure-deps';
import type { Expiry } from './expiry';

export type PurgeGuestsDeps = ErasureDeps;

/** Each erasure looks through several tables: so many a night, the rest on the nights after. */
const MOST_A_NIGHT = 50;

/** Erases guests who were removed before `before`, as somebody with the right to would; who cannot be yet is left. */
export const purgeGuests =
  (deps: PurgeGuestsDeps): Expiry['purge'] =>
  async (before, most) => {
    const due: string[] = [];
    for await (const { subject, detail } of deps.subjects.list({ kind: 'guest', state: 'removed' })) {
      const removedAt = guestRecord(detail).removal?.removedAt ?? null;
      if (removedAt !== null && removedAt < before) due.push(subject.id);
    }
    let purged = 0;
    for (const id of due.slice(0, Math.min(most, MOST_A_NIGHT))) {
      const erased = await eraseGuest(deps, guestId(id), {
        actor: { kind: 'service', id: 'purgeExpired' },
        reason: `removed before ${before}, as the settings say`,
        ticket: null,
      });
      if (erased.kind === 'erased') purged += 1;
    }
    return { purged, isMore: false };
  };
