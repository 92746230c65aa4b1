import { z } from 'zod';

/** Who did it: a person or an app by the object id of its token, or the service itself. */
const actor = z.object({ kind: z.enum(['person', 'app', 'service']), id: z.string() });

/** A decision or a milestone. Holds ids and words only: no mail address, no token. */
export const auditFactSchema = z.object({
  /** Names this fact: appending it twice stores it once. */
  opId: z.string(),
  at: z.iso.datetime(),
  actor,
  /** What was done, as a verb and a noun: `approve-plan`, `put-policy`, `cut-partner`, `anchor-ledgers`. */
  action: z.string(),
  /** To what: `partner/contoso`, `guest/<id>`, `plan/<id>`. */
  target: z.string(),
  /** Id of the plan it belongs to; null = none. */
  plan: z.string().nullable(),
  /** Why, as the person said; null = nobody was asked. */
  reason: z.string().nullable(),
  ticket: z.string().nullable(),
  result: z.enum(['done', 'refused', 'failed']),
  /** What else belongs to it: JSON. */
  detail: z.unknown(),
});
export type AuditFact = z.infer<typeof auditFactSchema>;

/** A stored fact: its place in the one chain of the installation, the hash of the one before, and its own. */
export interface AuditEntry extends AuditFact {
  seq: number;
  previousHash: string;
  hash: string;
}

/** Where the chain stood at a moment, kept where nobody rewrites it. */
export const auditHeadSchema = z.object({
  seq: z.int().min(0),
  hash: z.string(),
  /** When it was anchored, ISO 8601. */
  at: z.iso.datetime(),
});
export type AuditHead = z.infer<typeof auditHeadSchema>;
