import { z } from 'zod';

const instant = z.iso.datetime();

/**
 * What we hold about one change-notification subscription of ours. The secret itself is kept nowhere: a
 * subscription gets it once, and only a keyed hash stays, to compare with.
 */
export const subscriptionRecordSchema = z.object({
  /** Our own name for it: written before Graph is asked, so that its first notification finds it. */
  key: z.string().min(1),
  resource: z.enum(['users', 'groups']),
  /** Graph's id; null while it is being created. */
  id: z.string().nullable(),
  /** HMAC-SHA256 of its `clientState`, hexadecimal. */
  clientStateHash: z.string(),
  createdAt: instant,
  expiresAt: instant,
  /** When it was last created, renewed or tried to be: a PATCH keeps ten minutes from the one before. */
  patchedAt: instant,
  /** When Graph last asked for reauthorization; answered by the PATCH after it. */
  askedAt: instant.nullable(),
  /** When another took its place: its secret is accepted a while longer. */
  retiredAt: instant.nullable(),
  /** When a notification of it was last taken off the bus; at most half a minute behind. */
  heardAt: instant.nullable(),
});
export type SubscriptionRecord = z.infer<typeof subscriptionRecordSchema>;

/** Deliveries under way when a subscription is replaced are retried for up to 4 h (Graph webhooks, April 2026). */
export const RETIRED_ACCEPTED_MS = 4 * 3_600_000;

/** Whether what carries this subscription's secret is still taken. */
export function isAccepted(record: SubscriptionRecord, nowMs: number): boolean {
  return record.retiredAt === null || nowMs - Date.parse(record.retiredAt) < RETIRED_ACCEPTED_MS;
}
