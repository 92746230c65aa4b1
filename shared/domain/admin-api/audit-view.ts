import { z } from 'zod';
import { auditFactSchema, auditHeadSchema } from '../audit-entry';
import { timelineEntrySchema } from './guest-view';

/** An audit entry as it is sent: all that was hashed, so that whoever reads can verify it. */
export const auditEntryViewSchema = auditFactSchema.extend({
  seq: z.int(),
  previousHash: z.string(),
  hash: z.string(),
});
export type AuditEntryView = z.infer<typeof auditEntryViewSchema>;

export const auditHeadsSchema = z.object({ heads: z.array(auditHeadSchema) });
export type AuditHeads = z.infer<typeof auditHeadsSchema>;

/** The whole ledger of a subject, newest first, and its highest head that was anchored. */
export const ledgerViewSchema = z.object({
  entries: z.array(timelineEntrySchema),
  anchored: z
    .object({ seq: z.int(), hash: z.string(), at: z.string() })
    .nullable()
    .meta({ description: 'null = the hourly digest has not met this subject yet' }),
});
export type LedgerView = z.infer<typeof ledgerViewSchema>;
