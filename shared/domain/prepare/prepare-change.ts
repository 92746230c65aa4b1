import type { GroupId, TenantId } from '../ids';
import type { InboundTrust } from './inbound-trust';

/** Who is never kept out, whatever a policy says: the accounts of the last resort. */
export interface BreakGlass {
  /** Object ids. */
  groups: readonly string[];
  users: readonly string[];
}

/** A standing Conditional Access policy that keeps a group out, as preparation makes it. */
export interface BlockPolicyDraft {
  displayName: string;
  blockedGroup: GroupId;
  breakGlass: BreakGlass;
  /** Application ids. */
  applications: readonly string[];
}

/** The two conditions of a policy that preparation amends, whole, with whatever else is in them. */
export interface BlockConditions {
  users: Readonly<Record<string, unknown>>;
  applications: Readonly<Record<string, unknown>>;
}

/** One change that preparation makes: one call, safe to repeat. `await`: it is under way,
 * nothing to do but wait. `store-policy`: by the admin API. */
export type PrepareChange =
  | { kind: 'await' }
  | { kind: 'store-policy' }
  | { kind: 'create-group'; uniqueName: string; displayName: string; description: string }
  | { kind: 'assign-role'; scope: string; roleId: string; group: GroupId }
  | { kind: 'remove-roles'; assignments: readonly string[] }
  | { kind: 'set-rdp-property'; hostPool: string; customRdpProperty: string }
  | { kind: 'assign-profile'; group: GroupId; servicePrincipal: string }
  | { kind: 'assign-private-app'; group: GroupId; servicePrincipal: string }
  | { kind: 'assign-provisioning-policy'; policy: string; groups: readonly string[] }
  | { kind: 'assign-licence'; group: GroupId; sku: string }
  | { kind: 'trust-partner'; tenant: TenantId; hasEntry: boolean; trust: InboundTrust }
  | { kind: 'onboard' }
  | { kind: 'enable-profile'; profile: string }
  | { kind: 'narrow-profile'; servicePrincipal: string }
  | { kind: 'enable-remote-desktop'; servicePrincipal: string; hasConfiguration: boolean }
  | { kind: 'create-block-policy'; draft: BlockPolicyDraft }
  | { kind: 'amend-block-policy'; policy: string; conditions: BlockConditions }
  | { kind: 'enforce-block-policy'; policy: string };
