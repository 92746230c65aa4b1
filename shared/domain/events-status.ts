import type { PartnerPresence } from './partner-presence';
import type { SubscriptionState } from './subscription-record';

/** One of our subscriptions, as the admin API shows it. Times are ISO 8601. */
export interface SubscriptionView {
  id: string | null;
  resource: string;
  state: SubscriptionState;
  createdAt: string;
  expiresAt: string;
  /** When it was last created, or a renewal last tried. */
  renewedAt: string;
  /** When Graph asked for reauthorization, until that is answered. */
  askedAt: string | null;
  /** At most half a minute behind; null = nothing was heard of it yet. */
  lastNotificationAt: string | null;
}

/** One sweep: of all users, or of one watched group. */
export interface SweepView {
  /** `users`, or `group-<id>`. */
  name: string;
  /** When its cursor was last saved: after each page. Null = it has none yet. */
  savedAt: string | null;
  lastRoundEndedAt: string | null;
  /** A change older than this has been looked for, replication apart; null = no round is complete yet. */
  lagSeconds: number | null;
  isLate: boolean;
  isFullRound: boolean;
  isUnderWay: boolean;
  pages: number;
  entries: number;
  hints: number;
  resyncs: number;
}

/** How each way by which changes reach us stands. */
export interface EventsStatus {
  /** A subscription to each resource is active and no sweep is late. */
  isWell: boolean;
  at: string;
  path: 'webhook' | 'event-grid';
  subscriptions: SubscriptionView[];
  sweeps: SweepView[];
  /** Null = partners were not polled yet. */
  partners: (PartnerPresence & { polledAt: string }) | null;
}
