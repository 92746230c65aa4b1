import { hintFor, type Hint } from '../../shared/domain/hint';
import { sha256, type GuestId } from '../../shared/domain/ids';
import type { Sighting } from '../../shared/domain/sighting';
import type { SweepCursor } from '../../shared/domain/sweep-cursor';

/**
 * The hint of a sweep's entry. Its id follows from round, page and guest, so a page that is repeated after a crash
 * says the same hint. `seen` undefined: worth a look, but no change to report; the first round of all reports none.
 */
export function sweptHint(
  guest: GuestId,
  sweep: SweepCursor,
  seen: Pick<Sighting, 'at' | 'fact' | 'eventAt' | 'group'> | undefined,
): Hint {
  const place = [sweep.roundStartedAt, sweep.pages, seen?.group ?? '', seen?.fact ?? '', guest].join('|');
  const hint = hintFor({ kind: 'guest', id: guest }, `sweep-${sha256(place).slice(0, 32)}`);
  if (seen === undefined || sweep.lastRoundStartedAt === null) return hint;
  const by = sweep.isFull ? 'resync' : 'sweep';
  return { ...hint, seen: [{ by, since: sweep.lastRoundStartedAt, ...seen }] };
}
