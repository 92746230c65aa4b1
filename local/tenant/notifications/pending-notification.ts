import { collection } from '../core/store';

/** A notice on its way. Kept until it is delivered or given up, also over a restart. */
export interface PendingNotification {
  id: string;
  endpoint: string;
  subscriptionId: string;
  isLifecycle: boolean;
  item: Record<string, unknown>;
  attempts: number;
  dueAtMs: number;
  giveUpAtMs: number;
}

export const pendingNotifications = collection<PendingNotification>('pendingNotifications');

const RETRY_FOR_MS = 4 * 3_600_000;
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 30 * 60_000;

/** Notices are tried for four hours (Graph webhooks page, 2026-04-22). */
export function giveUpAt(nowMs: number): number {
  return nowMs + RETRY_FOR_MS;
}

/** Exponential back-off; its steps are not documented and chosen here. */
export function pauseAfter(attempts: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));
}
