import { z } from 'zod';
import { plannedStepSchema } from './plan';

/** What a running undo asks of one guest's run: `detail` of the cursor `undo-{guest}`. One at a time for a guest. */
export const undoInstructionSchema = z.object({
  plan: z.string(),
  partner: z.string(),
  /** The offboarding plan that is undone as a whole; null = single runs are. */
  undoes: z.string().nullable(),
  /** What the frozen plan says of this guest. */
  steps: z.array(plannedStepSchema),
  askedAt: z.iso.datetime(),
  state: z.enum(['asked', 'done', 'refused']),
  /** Why it was refused; null = it was not. */
  because: z.string().nullable(),
});
export type UndoInstruction = z.infer<typeof undoInstructionSchema>;

/** Name of the cursor with a guest's instruction. Pure. */
export const undoCursor = (guest: string): string => `undo-${guest}`;

/** Which undo a partner's job carries out: `detail` of the cursor `undo-of-{partner}`. One at a time for a partner. */
export const partnerUndoSchema = z.object({ plan: z.string().nullable() });

/** Name of the cursor with the undo of a partner. Pure. */
export const partnerUndoCursor = (partner: string): string => `undo-of-${partner}`;
