import type { GuestId, TenantId } from '../domain/ids';

/** The tenant's sign-in log, the one place that shows a guest's home tenant. Needs an Entra P1 licence. */
export interface SignIns {
  /**
   * Home tenant of the guest's newest sign-in since `since` (ISO 8601). undefined = none was seen, or the log cannot be
   * read now, or ever: never an error, since nobody waits for a log that lags by minutes.
   */
  homeTenantOf(guest: GuestId, since: string): Promise<TenantId | undefined>;
}
