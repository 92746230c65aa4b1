import { z } from 'zod';

/** When a replay halts by itself: part of its plan, so that who approves it has read it. */
export const replayHaltSchema = z.object({
  /** Share of the guests that ended, above which those not resolved halt it; 0 = the first one does. */
  share: z.number().min(0).max(1).default(0.2),
  /** Guests that lose something between two looks of a person. */
  removals: z.int().min(1).max(1000).default(20),
});
export type ReplayHalt = z.infer<typeof replayHaltSchema>;

export const DEFAULT_HALT: ReplayHalt = replayHaltSchema.parse({});
