import type { Accounts } from '../../shared/clients/accounts';
import { TerminalError } from '../../shared/domain/codes';
import type { UserFacts } from '../../shared/domain/guest-facts';
import type { GuestId } from '../../shared/domain/ids';

interface People {
  readonly users: Map<GuestId, UserFacts>;
  /** Deleted accounts that can be restored. */
  readonly deleted: Map<GuestId, UserFacts>;
  /** Users who hold a directory role. */
  readonly admins: ReadonlySet<string>;
}

/** Accounts in memory: nobody synchronised. */
export const memoryAccounts = (
  { users, deleted, admins }: People,
  effect: (what: string) => void,
): Accounts => ({
  read: async (user) => {
    const found = users.get(user);
    if (found === undefined) return undefined;
    const { accountEnabled } = found;
    return { accountEnabled, isSynchronised: false, hasAdminRole: admins.has(user) };
  },
  setEnabled: async (user, accountEnabled) => {
    effect(`${accountEnabled ? 'enable' : 'disable'} ${user}`);
    users.set(user, { ...users.get(user)!, accountEnabled });
  },
  remove: async (user) => {
    const gone = users.get(user);
    if (gone === undefined) return;
    users.delete(user);
    deleted.set(user, gone);
    effect(`delete ${user}`);
  },
  restore: async (user) => {
    const back = deleted.get(user);
    if (back === undefined) throw new TerminalError('not-found', `${user} is not among the deleted`);
    deleted.delete(user);
    users.set(user, back);
    effect(`restore ${user}`);
  },
});
