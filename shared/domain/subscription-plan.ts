import { renewedAtMs, SUBSCRIPTION_LIFE_MS, type SubscriptionRecord } from './subscription-record';

/** Users: who came, accepted, changed or went. Groups: who joined or left one that a policy names. */
export const WATCHED_RESOURCES = ['users', 'groups'] as const;
export type WatchedResource = (typeof WATCHED_RESOURCES)[number];

/** Never two renewals or reauthorizations within ten minutes (Lifecycle notifications, March 2026). */
const APART_MS = 10 * 60_000;

/** Made anew once this much of its life is over, whatever else happens. */
const REPLACE_AFTER = 2 / 3;

/**
 * The token behind a subscription lives about an hour, and delivery stops with it (webhooks page, April 2026). Graph
 * asks in time, but its question may be lost like any notice: after so long without a PATCH we renew unasked.
 */
const UNASKED_AFTER_MS = 45 * 60_000;

/** Graph may round the expiry it is asked for. */
const CLOCKS_APART_MS = 60_000;

/**
 * What an active subscription needs now. `replace`: it has had its secret for two thirds of a life, or sends to an
 * address that is no longer ours; a PATCH can change neither. `renew`: one PATCH, which renews and reauthorises. Pure.
 */
export function dueAction(
  record: SubscriptionRecord,
  nowMs: number,
  notificationUrl: string,
): 'nothing' | 'renew' | 'replace' {
  if ((record.notificationUrl ?? notificationUrl) !== notificationUrl) return 'replace';
  if (nowMs - Date.parse(record.createdAt) >= SUBSCRIPTION_LIFE_MS * REPLACE_AFTER) return 'replace';
  const patchedMs = Date.parse(record.patchedAt);
  if (nowMs - patchedMs < APART_MS) return 'nothing';
  const renewedMs = renewedAtMs(record);
  const isOld = nowMs - renewedMs >= UNASKED_AFTER_MS;
  // The record says when it was tried, its expiry when Graph agreed: what failed is tried again.
  const hasFailed = patchedMs - renewedMs > CLOCKS_APART_MS;
  return isOld || hasFailed || record.askedAt !== null ? 'renew' : 'nothing';
}
