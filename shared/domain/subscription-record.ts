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
  /** Where it was told to send to; absent in records of an earlier release. */
  notificationUrl: z.string().optional(),
});
export type SubscriptionRecord = z.infer<typeof subscriptionRecordSchema>;

/** Users and groups: less than 41,760 minutes (Change notifications overview, March 2025). */
export const SUBSCRIPTION_LIFE_MS = 28 * 24 * 3_600_000;

/**
 * The token behind a subscription "usually" lives an hour, and delivery stops with it (webhooks page, April 2026; how
 * long it really lives is UNVERIFIED). One tick of the renewals more, and we no longer count on it.
 */
const COUNTED_ON_MS = 70 * 60_000;

/** How a subscription stands. `not-renewed`: Graph may still list it, but has had no word from us for too long to deliver. */
export const SUBSCRIPTION_STATES = ['active', 'expired', 'not-renewed', 'not-created', 'replaced'] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

/** When Graph last agreed to a life: it follows from the expiry, which is written only then. Pure. */
export const renewedAtMs = ({ expiresAt }: SubscriptionRecord): number =>
  Date.parse(expiresAt) - SUBSCRIPTION_LIFE_MS;

/** How it stands at `nowMs`. Pure. */
export function subscriptionState(record: SubscriptionRecord, nowMs: number): SubscriptionState {
  if (record.retiredAt !== null) return 'replaced';
  if (record.id === null) return 'not-created';
  if (Date.parse(record.expiresAt) <= nowMs) return 'expired';
  return nowMs - renewedAtMs(record) > COUNTED_ON_MS ? 'not-renewed' : 'active';
}

/** Deliveries under way when a subscription is replaced are retried for up to 4 h (Graph webhooks, April 2026). */
export const RETIRED_ACCEPTED_MS = 4 * 3_600_000;

/** Whether what carries this subscription's secret is still taken. */
export function isAccepted(record: SubscriptionRecord, nowMs: number): boolean {
  return record.retiredAt === null || nowMs - Date.parse(record.retiredAt) < RETIRED_ACCEPTED_MS;
}
