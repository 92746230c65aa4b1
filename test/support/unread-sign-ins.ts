import type { SignIns } from '../../shared/clients/sign-ins';

/** A sign-in log in which nobody stands, and that is not read for many. */
export const unreadSignIns: SignIns = {
  homeTenantOf: async () => undefined,
  successesSince: async () => [],
  listSince: async () => undefined,
};
