import type { AccountFacts } from '../domain/account-facts';
import type { GuestId, TenantId } from '../domain/ids';

/** External users' accounts in this directory. Destructive: only the offboarding part holds the permissions. */
export interface Accounts {
  /** The account of a user whose own tenant is `homeTenant` (null = not known, then any Member counts as synchronised); undefined = it is not among the users (never was, or deleted). */
  read(user: GuestId, homeTenant: TenantId | null): Promise<AccountFacts | undefined>;
  /** The account can, or cannot, sign in afterwards. Safe to repeat; read back to be sure. */
  setEnabled(user: GuestId, isEnabled: boolean): Promise<void>;
  /** Soft-deletes it, restorable for 30 days; one that is gone counts as deleted (Graph, Delete a user). */
  remove(user: GuestId): Promise<void>;
  /** Brings a soft-deleted account back. Throws TerminalError('not-found') where it lies no longer among the deleted items. */
  restore(user: GuestId): Promise<void>;
}
