import { z } from 'zod';
import { isGuid } from './ids';
import { sightingSchema } from './sighting';
import { subjectSchema, type Subject } from './subject';

/** Sightings one hint carries at most. */
export const MOST_SEEN = 20;

/** What a message on the hints queue says: somebody may want to look at this subject. */
export const hintSchema = subjectSchema.extend({
  /** Names the hint; a scheduled copy and a redelivery keep it. */
  hintId: z.string().min(1).max(128),
  /** The group whose membership changed; hints about groups no policy names are dropped. */
  viaGroup: z.string().refine(isGuid).toLowerCase().optional(),
  /** How often a copy of this hint was put off. */
  tries: z.int().min(0).default(0),
  /** When the hint was first put on the bus, ISO 8601. */
  firstSeenAt: z.iso.datetime().optional(),
  /** What was seen that gave rise to it, for the missed-event report. */
  seen: z.array(sightingSchema).max(MOST_SEEN).optional(),
  /** The change-notification subscription that told of it. */
  subscription: z.string().max(128).optional(),
});
export type Hint = z.infer<typeof hintSchema>;

/** The hint for `subject`; `hintId` must name what gave rise to it. */
export function hintFor(subject: Subject, hintId: string): Hint {
  return { kind: subject.kind, id: subject.id, hintId, tries: 0 };
}
