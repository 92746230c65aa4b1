import type { TenantId } from '../domain/ids';
import type { AppliedPolicy } from '../domain/judge-conditional-access';

/** Conditional Access, asked what it would do. One request a second for the whole tenant: keep what it says. */
export interface SignInRules {
  /** The policies that would apply to a guest of `tenant` who signs in to a desktop from Windows. */
  policiesForGuestsOf(tenant: TenantId): Promise<AppliedPolicy[]>;
}
