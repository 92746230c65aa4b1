/** A change-notification subscription of ours. */
export interface Subscription {
  id: string;
  resource: string;
  notificationUrl: string;
  /** ISO 8601. */
  expiresAt: string;
}

/** What a subscription should be. */
export interface SubscriptionRequest {
  resource: string;
  changeType: string;
  notificationUrl: string;
  lifecycleNotificationUrl: string;
  /** At most 128 characters. */
  clientState: string;
  /** ISO 8601; users and groups: less than 29 days ahead (Change notifications overview, March 2025). */
  expiresAt: string;
}

/** Graph change-notification subscriptions of this app. */
export interface Subscriptions {
  list(): Promise<Subscription[]>;
  /** Creates it; Graph calls both URLs back before it answers. Throws TerminalError('ambiguous') on 409: one exists. */
  create(request: SubscriptionRequest): Promise<Subscription>;
  /** Renews, and reauthorises, one. Throws TerminalError('not-found') where it is gone. */
  renew(id: string, expiresAt: string): Promise<void>;
  /** Absent afterwards; one that is gone already counts as success. */
  remove(id: string): Promise<void>;
}
