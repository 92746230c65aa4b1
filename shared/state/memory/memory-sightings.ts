import { addSightings, dayOf, type SightingDay } from '../../domain/sighting';
import type { Sightings } from '../sightings';
import { MemoryRows } from './memory-rows';

/** {@link Sightings} in memory, for tests: forgets all when it is dropped. */
export function memorySightings(): Sightings {
  const rows = new MemoryRows<SightingDay>('Sightings');
  return {
    async record(guest, sightings) {
      for (const day of new Set(sightings.map(({ at }) => dayOf(at)))) {
        const added = sightings.filter(({ at }) => dayOf(at) === day);
        const empty: SightingDay = { day, guest, sightings: [], leftOut: 0 };
        await rows.revise(`${day} ${guest}`, (before) => addSightings(before ?? empty, added));
      }
    },
    from: async (day) => (await rows.list()).map(({ value }) => value).filter((kept) => kept.day >= day),
    purgeBefore: async (day, most) => (await rows.removeWhere((kept) => kept.day < day, most)).length,
    forget: async (guest) => {
      await rows.removeWhere((kept) => kept.guest === guest);
    },
  };
}
