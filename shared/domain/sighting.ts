import { z } from 'zod';

/** The ways by which a guest's change can reach us. `resync`: a sweep that had lost its place and read everybody. */
export const SIGHTING_PATHS = ['webhook', 'event-grid', 'sweep', 'resync'] as const;

/**
 * What one path saw of one guest: a notification item, or an entry of a sweep. Travels with the hint and is kept
 * for the missed-event report; holds ids and times only.
 */
export const sightingSchema = z.object({
  by: z.enum(SIGHTING_PATHS),
  /** When it reached us, ISO 8601. */
  at: z.iso.datetime(),
  fact: z.enum(['changed', 'soft-deleted', 'deleted', 'absent', 'joined', 'left']),
  /** The group whose membership it is about; absent = the user itself. */
  group: z.string().optional(),
  /** When the directory says it happened; UNVERIFIED for webhooks (documented on the Event Grid page only). */
  eventAt: z.iso.datetime({ offset: true }).optional(),
  /** The notification's number; UNVERIFIED for webhooks, as `eventAt`. */
  sequence: z.int().optional(),
  /** Of a sweep: when the round before began. The change is younger, replication apart. */
  since: z.iso.datetime().optional(),
});
export type Sighting = z.infer<typeof sightingSchema>;

/** Notifications were sent to us; the others we looked for. */
export const isNotification = ({ by }: Pick<Sighting, 'by'>): boolean =>
  by === 'webhook' || by === 'event-grid';

/** A sighting as it is kept; `id` names it, so that the same one reported twice is kept once. */
export type KeptSighting = Sighting & { id: string };

/** What is kept about one guest for one day (UTC). */
export interface SightingDay {
  /** For example `2026-11-24`. */
  day: string;
  guest: string;
  sightings: KeptSighting[];
  /** How many more there were than {@link MOST_SIGHTINGS_A_DAY}. */
  leftOut: number;
}

/** Kept about one guest for one day; what is beyond is counted only, so that a storm fills no table. */
export const MOST_SIGHTINGS_A_DAY = 100;

/** Adds what is new to the day. Pure; safe to repeat except for what is only counted. */
export function addSightings(before: SightingDay, added: readonly KeptSighting[]): SightingDay {
  const known = new Set(before.sightings.map(({ id }) => id));
  const fresh = [...new Map(added.map((one) => [one.id, one])).values()].filter(({ id }) => !known.has(id));
  const room = Math.max(0, MOST_SIGHTINGS_A_DAY - before.sightings.length);
  return {
    ...before,
    sightings: [...before.sightings, ...fresh.slice(0, room)],
    leftOut: before.leftOut + Math.max(0, fresh.length - room),
  };
}

/** The day of a time, UTC. */
export const dayOf = (at: string): string => new Date(at).toISOString().slice(0, 10);
