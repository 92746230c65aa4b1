import type { GroupId } from '../ids';
import {
  afterGroup,
  alreadyTrue,
  blocked,
  willCreate,
  type PrepareStep,
  type StepHead,
} from './prepare-step';

/** A Windows 365 provisioning policy and the groups it is assigned to. */
export interface ProvisioningPolicyFacts {
  id: string;
  displayName: string;
  isSingleSignOn: boolean;
  groups: readonly string[];
}

/** A product the tenant has bought. */
export interface SkuFacts {
  id: string;
  partNumber: string;
  boughtUnits: number;
  usedUnits: number;
}

/** What was read for a Windows 365 offer. */
export interface CloudPcFacts {
  policies: readonly ProvisioningPolicyFacts[];
  skus: readonly SkuFacts[];
  /** Ids of the products assigned to the Cloud PC group; null while there is no group. */
  groupSkus: readonly string[] | null;
}

/** What the policy says about the offer; null = left open: whatever is there is taken as it is. */
export interface CloudPcWish {
  provisioningPolicy: string | null;
  licence: string | null;
}

/** Do the Cloud PC group's members get a Cloud PC? Pure. */
export function planCloudPc(facts: CloudPcFacts, wish: CloudPcWish, group: GroupId | null): PrepareStep[] {
  return [planProvisioning(facts, wish, group), planLicence(facts, wish, group)];
}

function planProvisioning(facts: CloudPcFacts, wish: CloudPcWish, group: GroupId | null): PrepareStep {
  const head: StepHead = {
    id: 'provisioning-policy',
    what: 'A provisioning policy makes Cloud PCs for the group',
    why: 'A licence without a provisioning policy gives no Cloud PC.',
  };
  const assigned = group === null ? [] : facts.policies.filter(({ groups }) => groups.includes(group));
  if (wish.provisioningPolicy === null) return planOpenProvisioning(head, assigned, group);
  const policy = facts.policies.find(({ id }) => id === wish.provisioningPolicy);
  if (policy === undefined) {
    return blocked(
      head,
      `there is no provisioning policy ${wish.provisioningPolicy}`,
      `correct the policy file; there are: ${named(facts.policies)}`,
    );
  }
  const others = assigned.filter(({ id }) => id !== policy.id);
  if (others.length > 0) {
    return blocked(
      head,
      `the group has another policy already: ${named(others)}`,
      'take the group out of that policy: a group with two policies gets a Cloud PC from either of them',
    );
  }
  if (group === null) return afterGroup(head);
  if (assigned.length > 0) return alreadyTrue(head, policy.displayName, ssoWarning(policy));
  return willCreate(
    head,
    `${policy.displayName} is not assigned to it; its ${policy.groups.length} other group(s) stay`,
    { kind: 'assign-provisioning-policy', policy: policy.id, groups: [...policy.groups, group] },
  );
}

function planOpenProvisioning(
  head: StepHead,
  assigned: readonly ProvisioningPolicyFacts[],
  group: GroupId | null,
): PrepareStep {
  const [policy] = assigned;
  if (policy !== undefined) return alreadyTrue(head, policy.displayName, ssoWarning(policy));
  return blocked(
    head,
    group === null ? 'the group does not exist yet' : 'no provisioning policy is assigned to the group',
    'say in the policy file which one: provisioningPolicy, beside cloudPcGroup',
  );
}

function ssoWarning(policy: ProvisioningPolicyFacts): string | null {
  return policy.isSingleSignOn
    ? null
    : `${policy.displayName} has single sign-on off: a guest stays at the credential prompt`;
}

function planLicence(facts: CloudPcFacts, wish: CloudPcWish, group: GroupId | null): PrepareStep {
  const head: StepHead = {
    id: 'licence',
    what: 'The group carries a Windows 365 licence',
    why: 'Each member takes a unit; without a free one the next guest gets nothing, silently.',
  };
  const held = facts.groupSkus ?? [];
  if (wish.licence === null) {
    if (held.length > 0) return alreadyTrue(head, partNumbers(facts, held), unitsWarning(facts, held));
    return blocked(
      head,
      group === null ? 'the group does not exist yet' : 'no licence is assigned to the group',
      'say in the policy file which one: licence, the SKU id, beside cloudPcGroup',
    );
  }
  const sku = facts.skus.find(({ id }) => id === wish.licence);
  if (sku === undefined) {
    const bought = facts.skus.map(({ id, partNumber }) => `${partNumber} (${id})`).join(', ');
    return blocked(
      head,
      `the tenant has no product ${wish.licence}`,
      `correct licence in the policy file; there are: ${bought || 'none'}`,
    );
  }
  if (group === null) return afterGroup(head);
  if (held.includes(sku.id)) return alreadyTrue(head, sku.partNumber, unitsWarning(facts, held));
  return willCreate(head, `${sku.partNumber} is not assigned: ${unitsText(sku)}`, {
    kind: 'assign-licence',
    group,
    sku: sku.id,
  });
}

function unitsWarning(facts: CloudPcFacts, held: readonly string[]): string | null {
  const short = facts.skus.filter(
    ({ id, boughtUnits, usedUnits }) => held.includes(id) && usedUnits >= boughtUnits,
  );
  return short.length === 0
    ? null
    : `no unit is left: ${short.map((sku) => `${sku.partNumber} ${unitsText(sku)}`).join(', ')}`;
}

const unitsText = (sku: SkuFacts): string => `${sku.usedUnits} of ${sku.boughtUnits} units are used`;

const partNumbers = (facts: CloudPcFacts, ids: readonly string[]): string =>
  ids.map((id) => facts.skus.find((sku) => sku.id === id)?.partNumber ?? id).join(', ');

const named = (policies: readonly ProvisioningPolicyFacts[]): string =>
  policies.map(({ displayName, id }) => `${displayName} (${id})`).join(', ') || 'none';
