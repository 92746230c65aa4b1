import { z } from 'zod';
import { isGuid } from './ids';
import { subjectSchema, type Subject } from './subject';

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
});
export type Hint = z.infer<typeof hintSchema>;

/** The hint for `subject`; `hintId` must name what gave rise to it. */
export function hintFor(subject: Subject, hintId: string): Hint {
  return { kind: subject.kind, id: subject.id, hintId, tries: 0 };
}
