import type { InvocationContext } from '@azure/functions';
import { dayOf } from '../../shared/domain/sighting';
import type { Sightings } from '../../shared/state/sightings';

interface Deps {
  sightings: Sightings;
  now: () => Date;
}

/** A report goes back so far, and needs the day before. */
const KEPT_DAYS = 31;

/** Forgets what the missed-event report no longer reads. Safe to repeat. */
export const purgeSightings =
  ({ sightings, now }: Deps) =>
  async (context: InvocationContext): Promise<void> => {
    const before = dayOf(new Date(now().getTime() - KEPT_DAYS * 86_400_000).toISOString());
    const purged = await sightings.purgeBefore(before);
    if (purged > 0) context.info(`Forgot ${purged} day(s) of sightings before ${before}`);
  };
