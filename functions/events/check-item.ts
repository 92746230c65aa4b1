import type { TenantId } from '../../shared/domain/ids';
import type { SubscriptionRecord } from '../../shared/domain/subscription-record';
import { constantTimeEqual } from './constant-time-equal';
import type { Notification } from './notification-collection';

/** Why an item of a delivery is dropped without a word to the sender. */
export type DropReason = 'unknown-subscription' | 'wrong-client-state' | 'other-tenant';

/**
 * Whether an item is of a subscription of ours and carries its secret (Receive change notifications through
 * webhooks, April 2026: on a mismatch answer 202 and drop). One whose subscription is still being made has no id
 * yet: its secret alone tells it. undefined = take it.
 */
export function checkItem(
  item: Notification,
  records: readonly SubscriptionRecord[],
  { tenantId, hashOf }: { tenantId: TenantId; hashOf: (clientState: string) => string },
): DropReason | undefined {
  if (item.tenantId?.toLowerCase() !== tenantId) return 'other-tenant';
  const candidates = records.filter(({ id }) => id === null || id === item.subscriptionId);
  if (candidates.length === 0) return 'unknown-subscription';
  const hash = hashOf(item.clientState ?? '');
  const matches = candidates.filter(({ clientStateHash: kept }) => constantTimeEqual(kept, hash));
  return matches.length > 0 ? undefined : 'wrong-client-state';
}

/** Event Hubs and Event Grid try an endpoint out with such an item instead of a handshake (Event Hubs page, March 2024). */
export const isReachabilityProbe = (item: Notification): boolean => item.subscriptionId === 'NA';
