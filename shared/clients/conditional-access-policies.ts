import type { BlockPolicyFacts } from '../domain/prepare/plan-block-policy';
import type { BlockConditions, BlockPolicyDraft } from '../domain/prepare/prepare-change';

/**
 * Conditional Access policies. One request a second for the whole tenant and all its apps (Graph throttling limits,
 * 2023): throws RetryableError('throttled') above that. Used by people with their own sign-in.
 */
export interface ConditionalAccessPolicies {
  list(): Promise<BlockPolicyFacts[]>;
  /** Makes the policy, reporting only. NOT safe to repeat: list first. */
  createBlock(draft: BlockPolicyDraft): Promise<void>;
  /** Puts both conditions in place of the policy's own. Safe to repeat. */
  amend(policy: string, conditions: BlockConditions): Promise<void>;
  /** Switches the policy on. Safe to repeat. */
  enforce(policy: string): Promise<void>;
}
