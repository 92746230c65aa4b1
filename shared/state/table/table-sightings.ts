import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { addSightings, dayOf, sightingSchema, type SightingDay } from '../../domain/sighting';
import type { Sightings } from '../sightings';
import type { RowShape } from './row-shape';
import { TableRows } from './table-rows';

const daySchema = z.object({
  day: z.string(),
  guest: z.string(),
  sightings: z.array(sightingSchema.extend({ id: z.string() })),
  leftOut: z.int(),
});

const shape: RowShape<SightingDay> = {
  table: 'Sightings',
  keyOf: ({ day, guest }) => ({ partitionKey: day, rowKey: guest }),
  columns: ({ sightings }) => ({ kept: sightings.length }),
  detail: (kept) => kept,
  schema: z.object({ detail: daySchema }).transform(({ detail }) => detail),
};

/** {@link Sightings} in Azure Table Storage: a day is a partition, so a report reads a range of keys. */
export function tableSightings(client: TableClient): Sightings {
  const rows = new TableRows(client, shape);
  return {
    async record(guest, sightings) {
      for (const day of new Set(sightings.map(({ at }) => dayOf(at)))) {
        const added = sightings.filter(({ at }) => dayOf(at) === day);
        const fresh = addSightings({ day, guest, sightings: [], leftOut: 0 }, added);
        await rows.revise(fresh, (before) => addSightings(before, added));
      }
    },
    from: async (day) => (await rows.list(odata`PartitionKey ge ${day}`)).map(({ value }) => value),
    purgeBefore: (day, most) => rows.removePage(odata`PartitionKey lt ${day}`, most),
    forget: async (guest) => {
      await rows.removeAll(odata`RowKey eq ${guest}`);
    },
  };
}
