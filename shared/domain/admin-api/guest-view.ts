import { z } from 'zod';
import { guestRecordSchema, GUEST_STATES } from '../guest-record';

/** A guest as the admin API shows it: where it stands, why, and what would put it right. */
export const guestViewSchema = guestRecordSchema.extend({
  id: z.string().meta({ description: 'object id of the guest' }),
  partner: z.string().nullable(),
  /** One of {@link GUEST_STATES}; a later release may know more. */
  state: z.string().meta({ examples: [...GUEST_STATES] }),
  told: z.string().nullable().meta({ description: 'the sentence for the sponsor of an invited guest' }),
  fix: z.string().nullable().meta({ description: 'what would put it right; null where nothing is wrong' }),
  wakeAt: z.string().nullable().meta({ description: 'when it is looked at again, without anybody asking' }),
  run: z.string().nullable().meta({ description: 'instance id of the current, or last, run' }),
  isRunning: z.boolean(),
});
export type GuestView = z.infer<typeof guestViewSchema>;

/** One fact of a guest's story: a step of a run, and what it saw, changed and proved. */
export const timelineEntrySchema = z.object({
  seq: z.int(),
  opId: z.string(),
  at: z.string(),
  run: z.string(),
  step: z.string(),
  outcome: z.enum(['done', 'later', 'refused', 'opened', 'closed']),
  code: z.string().nullable(),
  message: z.string().nullable(),
  evidence: z.unknown(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  previousHash: z.string(),
  hash: z.string(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** A guest with the story of its runs, newest step first. */
export const guestStorySchema = guestViewSchema.extend({ timeline: z.array(timelineEntrySchema) });
export type GuestStory = z.infer<typeof guestStorySchema>;
