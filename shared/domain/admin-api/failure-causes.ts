import { z } from 'zod';

const cause = {
  fingerprint: z.string(),
  flow: z.string(),
  step: z.string(),
  code: z.string(),
  resource: z.string(),
  message: z.string(),
  /** What would put it right. */
  fix: z.string(),
  lastSeenAt: z.string(),
  /** The last evidence, out of the ledger. */
  evidence: z.unknown(),
};

/** An open failure as the admin API shows it. */
export const failureViewSchema = z.object({
  ...cause,
  subject: z.object({ kind: z.string(), id: z.string() }).nullable(),
  key: z.string(),
  partner: z.string().nullable(),
  run: z.string().nullable(),
  firstSeenAt: z.string(),
});
export type FailureView = z.infer<typeof failureViewSchema>;

/** Open failures of one fingerprint, as one. */
export const failureCauseSchema = z.object({
  ...cause,
  count: z.int(),
  guests: z.int(),
  partners: z.array(z.string()),
  since: z.string(),
});
export type FailureCauseView = z.infer<typeof failureCauseSchema>;

/** Causes, whoever stops most guests first. */
export const failureCausesSchema = z.object({ causes: z.array(failureCauseSchema) });
export type FailureCauses = z.infer<typeof failureCausesSchema>;

/** One cause with what it stopped, the longest first. `isCutShort`: more than are shown. */
export const failureStorySchema = failureCauseSchema.extend({
  failures: z.array(failureViewSchema),
  isCutShort: z.boolean(),
});
export type FailureStory = z.infer<typeof failureStorySchema>;
