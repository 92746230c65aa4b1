import type { BlockPolicyFacts } from './prepare/plan-block-policy';

/** What of a group decides whether another group may be its member. */
export interface NestingFacts {
  isSecurityEnabled: boolean;
  isDynamic: boolean;
  isSynchronised: boolean;
  isRoleAssignable: boolean;
}

/** All that decides how a partner is cut. */
export interface CutFacts {
  blockedGroup: { id: string; traits: NestingFacts } | null;
  accessGroup: { id: string; traits: NestingFacts } | null;
  policies: readonly Pick<BlockPolicyFacts, 'id' | 'state' | 'isBlock' | 'includeGroups' | 'excludeGroups'>[];
  /** Names of other partners whose policy names the same access group. */
  sharedWith: readonly string[];
}

/** How a partner is cut, and why so. `none`: no membership would keep anybody out. */
export type CutDecision = { by: 'group' | 'guests' | 'none'; because: string };

const none = (because: string): CutDecision => ({ by: 'none', because });
const guests = (because: string): CutDecision => ({ by: 'guests', because });

/**
 * Access group into the blocked group, if a policy that is on makes that a block; else each guest, where only the
 * group stands in the way; else nothing by membership: block the partner's tenant inbound. Pure.
 */
export function decideCut({ blockedGroup, accessGroup, policies, sharedWith }: CutFacts): CutDecision {
  if (blockedGroup === null) return none('no blocked group is configured (GATEHOUSE_BLOCKED_GROUP)');
  const { id, traits } = blockedGroup;
  if (traits.isDynamic || traits.isSynchronised)
    return none(
      `the members of the blocked group ${id} are not ours to write: it is dynamic or synchronised`,
    );
  const policy = effectivePolicy(policies, id, accessGroup?.id);
  if ('none' in policy) return none(policy.none);
  if (accessGroup === null) return guests('the partner has no access group in this directory');
  return whyNotTheGroup(accessGroup.traits, traits, sharedWith) ?? inOneWrite(policy.id);
}

/** The policy that is on, blocks the blocked group and does not let the access group out again. */
function effectivePolicy(
  policies: CutFacts['policies'],
  blocked: string,
  access: string | undefined,
): { id: string } | { none: string } {
  const blocks = policies.filter(({ isBlock, includeGroups }) => isBlock && includeGroups.includes(blocked));
  const isOn = blocks.filter(({ state }) => state === 'enabled');
  const [block] = blocks;
  if (block === undefined) return { none: `no Conditional Access policy blocks group ${blocked}` };
  const [first] = isOn;
  if (first === undefined)
    return { none: `the Conditional Access policy ${block.id} that blocks group ${blocked} is not on` };
  const effective = isOn.find(({ excludeGroups }) => access === undefined || !excludeGroups.includes(access));
  return (
    effective ?? { none: `the Conditional Access policy ${first.id} excludes access group ${access ?? ''}` }
  );
}

const inOneWrite = (policy: string): CutDecision => ({
  by: 'group',
  because: `Conditional Access policy ${policy} is on and blocks whoever is in the blocked group`,
});

/** UNVERIFIED, general knowledge: the directory refuses a group in a role-assignable group, and the reverse. */
function whyNotTheGroup(
  access: NestingFacts,
  blocked: NestingFacts,
  sharedWith: readonly string[],
): CutDecision | undefined {
  if (sharedWith.length > 0)
    return guests(`the access group is also that of ${sharedWith.join(', ')}, whose guests stay`);
  if (blocked.isRoleAssignable || access.isRoleAssignable)
    return guests('a role-assignable group takes part in no nesting');
  return access.isSecurityEnabled ? undefined : guests('the access group is not a security group');
}
