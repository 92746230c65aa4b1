import type { UserFacts } from '../domain/guest-facts';
import type { GroupId, GuestId, TenantId } from '../domain/ids';

/** What the directory (Microsoft Entra ID) knows of users. All reads; may lag behind writes made elsewhere. */
export interface Directory {
  /** The user; `undefined` = not among the users (never was, deleted, or not replicated yet). */
  readUser(user: GuestId): Promise<UserFacts | undefined>;
  /** As {@link readUser}, with the user principal name in the same request; the rule of {@link readUserPrincipalName} holds. */
  readAccount(user: GuestId): Promise<{ facts: UserFacts; userPrincipalName: string } | undefined>;
  /** Those of `users` that are there, read 20 to a request. An id that is missing is missing from the map. */
  readUsers(users: readonly GuestId[]): Promise<Map<GuestId, UserFacts>>;
  /** Whether the user lies among the deleted items, from where it can be restored for 30 days. */
  isSoftDeleted(user: GuestId): Promise<boolean>;
  /**
   * Those of `groups` (20 at most) the user is in, nested membership included. Throws
   * RetryableError('not-replicated') where the user is not there: that is not the same as "in no group".
   */
  readMemberships(user: GuestId, groups: readonly GroupId[]): Promise<GroupId[]>;
  /** The user principal name, needed to name a user to AVD and Windows 365. Never store, log or return it to a flow. */
  readUserPrincipalName(user: GuestId): Promise<string | undefined>;
  /** Whether any user bears this user principal name now. The rule of {@link readUserPrincipalName} holds for it. */
  isPrincipalKnown(userPrincipalName: string): Promise<boolean>;
  /** Tenant that owns a mail domain; undefined = none. Cached by the adapter, negative answers too. */
  findHomeTenant(domain: string): Promise<TenantId | undefined>;
}
