import type { ProvisioningPolicyFacts } from '../domain/prepare/plan-cloud-pc';

/** Windows 365 provisioning policies. Used by people with their own sign-in. */
export interface ProvisioningPolicies {
  list(): Promise<ProvisioningPolicyFacts[]>;
  /** The policy's whole list of groups: one that is left out loses its Cloud PCs after the grace period. Safe to repeat. */
  assign(policy: string, groups: readonly string[]): Promise<void>;
}
