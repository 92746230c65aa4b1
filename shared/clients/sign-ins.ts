import type { GuestId, TenantId } from '../domain/ids';
import type { SeenSignIn } from '../domain/sign-in-proof';

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
  /**
   * Everybody's sign-ins since `since` (ISO 8601) that name a home tenant, newest first, in as few requests as there are
   * thousands of them; `isComplete` false = there were more than may be read at once. undefined = the log cannot be
   * read now, or ever. Never an error.
   */
  listSince(since: string): Promise<{ signIns: SeenSignIn[]; isComplete: boolean } | undefined>;
}
