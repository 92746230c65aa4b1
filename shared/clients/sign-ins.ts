import type { GuestId, TenantId } from '../domain/ids';

/** One successful sign-in. */
export interface SignInSuccess {
  user: string;
  /** ISO 8601. */
  at: string;
  /** Application ids: the client, and what it signed in to. */
  apps: string[];
}

/** The tenant's sign-in log, the one place that shows a guest's home tenant. Needs an Entra P1 licence. */
export interface SignIns {
  /**
   * Home tenant of the guest's newest sign-in since `since` (ISO 8601). undefined = none was seen, or the log cannot be
   * read now, or ever: never an error, since nobody waits for a log that lags by minutes.
   */
  homeTenantOf(guest: GuestId, since: string): Promise<TenantId | undefined>;
  /**
   * Successful sign-ins of a tenant's users since `since` (ISO 8601), newest first. undefined = the log cannot be read, or
   * holds more than can be: never an error, and never fewer than there are. May lag by minutes.
   */
  successesSince(tenant: TenantId, since: string): Promise<SignInSuccess[] | undefined>;
}
