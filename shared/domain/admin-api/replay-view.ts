import { z } from 'zod';
import { plannedSubjectSchema } from '../plan';
import { planRecordSchema } from '../plan-record';

/** What a plan does, counted: guests first, steps below. */
export const replaySummarySchema = z.object({
  record: planRecordSchema,
  subjects: z.int(),
  /** Subjects with a step that is blocked: a run leaves them alone. */
  blocked: z.int(),
  /** Subjects of which nothing is to be changed. */
  alreadyTrue: z.int(),
  /** Subjects that lose something. */
  removing: z.int(),
  verdicts: z.record(z.string(), z.int()),
});
export type ReplaySummary = z.infer<typeof replaySummarySchema>;

/** A plan with every subject and step. */
export const replayViewSchema = replaySummarySchema.extend({ plan: z.array(plannedSubjectSchema) });
export type ReplayView = z.infer<typeof replayViewSchema>;
