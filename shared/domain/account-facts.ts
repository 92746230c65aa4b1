/** What decides whether an account may be touched. Ids and flags only. */
export interface AccountFacts {
  accountEnabled: boolean;
  /** The user's own tenant synchronises it (cross-tenant synchronisation): what is changed here is undone by the next cycle. */
  isSynchronised: boolean;
  /** It holds a directory role: an app cannot change it, and must not. */
  hasAdminRole: boolean;
}
