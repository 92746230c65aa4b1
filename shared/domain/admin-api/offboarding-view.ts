import { z } from 'zod';
import { offboardingFactsSchema } from '../offboarding-plan';
import { planRecordSchema } from '../plan-record';
import { partnerStageSchema } from '../partner-stage';

/** How far a partner's offboarding is, as the admin API shows it. */
export const stageViewSchema = partnerStageSchema.extend({
  /** What the partner's job is at: a word, and why it waits or is held. */
  job: z.object({
    state: z.string(),
    reason: z.object({ code: z.string(), message: z.string() }).nullable(),
    wakeAt: z.string().nullable(),
  }),
});
export type StageView = z.infer<typeof stageViewSchema>;

/** A plan, with what it would do in figures, and how far its run is. */
export const planViewSchema = planRecordSchema.extend({
  facts: offboardingFactsSchema,
  /** Guests of the plan that are left alone or failed, guests that are not in it: empty before it runs. */
  failed: z.array(z.object({ id: z.string(), because: z.string() })),
  skipped: z.array(z.object({ id: z.string(), because: z.string() })),
  appeared: z.array(z.string()),
});
export type PlanView = z.infer<typeof planViewSchema>;
