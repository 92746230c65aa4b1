import { z } from 'zod';
import { plannedSubjectSchema } from '../plan';
import { planRecordSchema } from '../plan-record';

/** What an undo does, counted: guests first, steps below. */
export const undoSummarySchema = z.object({
  record: planRecordSchema,
  of: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('runs'), runs: z.array(z.string()) }),
    z.object({ kind: z.literal('plan'), plan: z.string() }),
  ]),
  guests: z.int(),
  /** Guests of whom something is restored. */
  restoring: z.int(),
  /** Guests that are left alone as a whole: what was restored would be changed back. */
  leftAlone: z.int(),
  /** Guests of whom nothing is left to restore. */
  alreadySo: z.int(),
  willRestore: z.int(),
  /** Changes that cannot be undone; their steps say why. */
  cannot: z.int(),
});
export type UndoSummary = z.infer<typeof undoSummarySchema>;

/** A plan with every guest and step, and how far it is. */
export const undoViewSchema = undoSummarySchema.extend({
  plan: z.array(plannedSubjectSchema),
  /** Guests whose undo did not end well, and why. */
  failed: z.array(z.object({ id: z.string(), because: z.string() })),
});
export type UndoView = z.infer<typeof undoViewSchema>;
