import { z } from 'zod';
import { runReceiptSchema } from '../run-receipts';

/** What runs changed for one guest, run by run, the newest run first. */
export const guestReceiptsSchema = z.object({
  guest: z.string(),
  partner: z.string().nullable(),
  runs: z.array(z.object({ run: z.string(), at: z.string(), changes: z.array(runReceiptSchema) })),
});
export type GuestReceipts = z.infer<typeof guestReceiptsSchema>;

/** What one run, or one offboarding plan, changed. */
export const runReceiptsSchema = z.object({
  run: z.string(),
  /** `guest`: a guest's run; `plan`: all that an offboarding plan did; `other`: a run that has no receipts of its own. */
  kind: z.enum(['guest', 'plan', 'other']),
  changes: z.array(runReceiptSchema),
  /** Steps the run did, oldest first; empty for a plan. */
  steps: z.array(z.object({ at: z.string(), step: z.string(), outcome: z.string() })),
});
export type RunReceipts = z.infer<typeof runReceiptsSchema>;
