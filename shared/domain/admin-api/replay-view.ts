import { z } from 'zod';
import { plannedSubjectSchema } from '../plan';
import { planRecordSchema } from '../plan-record';
import { replayHaltSchema } from '../replay-halt';

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

const told = z.array(z.object({ id: z.string(), because: z.string() }));

/** What a replay's run came to so far. */
export const replayOutcomeSchema = z.object({
  /** Which wave it is: 1 asks one guest, 2 ten, 3 the rest. */
  wave: z.int(),
  inFlight: z.array(z.string()),
  changed: z.int(),
  alreadyTrue: z.int(),
  /** Steps that were made, by name. */
  made: z.record(z.string(), z.int()),
  blocked: z.int(),
  removals: z.int(),
  unconfirmed: told,
  failed: told,
  /** Guests that moved since the plan: they were not asked. */
  skipped: told,
});

/** How far a replay is, without its plan: what somebody who watches asks for again and again. */
export const replayProgressSchema = z.object({
  record: planRecordSchema,
  /** Null = it was not run. */
  outcome: replayOutcomeSchema.nullable(),
});
export type ReplayProgress = z.infer<typeof replayProgressSchema>;

/** A plan with every subject and step, and how far its run is. */
export const replayViewSchema = replaySummarySchema.extend({
  plan: z.array(plannedSubjectSchema),
  halt: replayHaltSchema,
  /** Null = it was not run. */
  outcome: replayOutcomeSchema.nullable(),
});
export type ReplayView = z.infer<typeof replayViewSchema>;
