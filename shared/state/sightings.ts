import type { KeptSighting, SightingDay } from '../domain/sighting';

/**
 * What each path saw of each guest, for the missed-event report. Partition = day (UTC), row = guest: one row for
 * a guest and day, of bounded size, so that a month of a large tenant stays small.
 */
export interface Sightings {
  /** Keeps them under the day of their `at`. Safe to repeat: one that is kept already is not kept twice. */
  record(guest: string, sightings: readonly KeptSighting[]): Promise<void>;
  /** Every guest's days from `day` on, for example `2026-11-24`. */
  from(day: string): Promise<SightingDay[]>;
  /** Forgets days before `day`, `most` rows at once; gives how many. Safe to repeat. */
  purgeBefore(day: string, most: number): Promise<number>;
  /** Forgets whatever was seen of a guest. Safe to repeat; reads the whole table. */
  forget(guest: string): Promise<void>;
}
