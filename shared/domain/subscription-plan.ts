import type { SubscriptionRecord } from './subscription-record';

/** Users: who came, accepted, changed or went. Groups: who joined or left one that a policy names. */
export const WATCHED_RESOURCES = ['users', 'groups'] as const;

/** Users and groups: less than 41,760 minutes (Change notifications overview, March 2025). */
export const SUBSCRIPTION_LIFE_MS = 28 * 24 * 3_600_000;

/** Never two renewals or reauthorizations within ten minutes (Lifecycle notifications, March 2026). */
const APART_MS = 10 * 60_000;

/** Renewed once this much of its life is over, whatever else happens. */
const RENEW_AFTER = 2 / 3;

/**
 * The token behind a subscription lives about an hour, and delivery stops with it (webhooks page, April 2026). Graph
 * asks in time, but its question may be lost like any notice: after so long without a PATCH we renew unasked.
 */
const UNASKED_AFTER_MS = 45 * 60_000;

/**
 * What an active subscription needs now. `replace`: it has had its secret for two thirds of a life; a PATCH cannot
 * change that. `renew`: one PATCH, which renews and reauthorises. Pure.
 */
export function dueAction(record: SubscriptionRecord, nowMs: number): 'nothing' | 'renew' | 'replace' {
  if (nowMs - Date.parse(record.createdAt) >= SUBSCRIPTION_LIFE_MS * RENEW_AFTER) return 'replace';
  const sincePatchMs = nowMs - Date.parse(record.patchedAt);
  if (sincePatchMs < APART_MS) return 'nothing';
  const leftMs = Date.parse(record.expiresAt) - nowMs;
  const isOld = leftMs <= SUBSCRIPTION_LIFE_MS * (1 - RENEW_AFTER);
  return isOld || record.askedAt !== null || sincePatchMs >= UNASKED_AFTER_MS ? 'renew' : 'nothing';
}
