import { z } from 'zod';

/** An open failure as the admin API shows it. */
export const failureViewSchema = z.object({
  fingerprint: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }).nullable(),
  key: z.string(),
  flow: z.string(),
  step: z.string(),
  code: z.string(),
  resource: z.string(),
  message: z.string(),
  fix: z.string(),
  partner: z.string().nullable(),
  run: z.string().nullable(),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
  evidence: z.unknown(),
});

/** Open failures by cause, the most frequent first. */
export const failureCausesSchema = z.object({
  causes: z.array(
    z.object({ fingerprint: z.string(), count: z.int(), failures: z.array(failureViewSchema) }),
  ),
});
export type FailureCauses = z.infer<typeof failureCausesSchema>;
