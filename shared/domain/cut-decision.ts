import type { BlockPolicyFacts } from './prepare/plan-block-policy';

/** What of a group decides whether another group may be its member. */
export interface NestingFacts {
  isSecurityEnabled: boolean;
  isDynamic: boolean;
  isSynchronised: boolean;
  isRoleAssignable: boolean;
}

/** All that decides how a partner is cut: one question to the directory, the rest is known here. */
export interface CutFacts {
  blockedGroup: string | null;
  accessGroup: string;
  policies: readonly Pick<BlockPolicyFacts, 'id' | 'state' | 'isBlock' | 'includeGroups' | 'excludeGroups'>[];
  /** Names of other partners whose policy names the same access group. */
  sharedWith: readonly string[];
}

/** How a partner is cut, and why so. `none`: no membership would keep anybody out. */
export type CutDecision = { by: 'group' | 'guests' | 'none'; because: string };

const none = (because: string): CutDecision => ({ by: 'none', because });
const guests = (because: string): CutDecision => ({ by: 'guests', because });

/**
 * Access group into the blocked group, if a policy that is on makes that a block (a policy applies to nested groups
 * too: Conditional Access: Users, groups, agents, and workload identities, 24 March 2026); each guest where another
 * partner's guests would be blocked with them; else nothing by membership: block the partner's tenant inbound.
 * Whether the one group takes the other is not asked before: the directory says so when it is written. Pure.
 */
export function decideCut({ blockedGroup, accessGroup, policies, sharedWith }: CutFacts): CutDecision {
  if (blockedGroup === null) return none('no blocked group is configured (GATEHOUSE_BLOCKED_GROUP)');
  const policy = effectivePolicy(policies, blockedGroup, accessGroup);
  if ('none' in policy) return none(policy.none);
  if (sharedWith.length > 0)
    return guests(`the access group is also that of ${sharedWith.join(', ')}, whose guests stay`);
  const because = `Conditional Access policy ${policy.id} is on and blocks whoever is in the blocked group`;
  return { by: 'group', because };
}

/** The policy that is on, blocks the blocked group and does not let the access group out again. */
function effectivePolicy(
  policies: CutFacts['policies'],
  blocked: string,
  access: string,
): { id: string } | { none: string } {
  const blocks = policies.filter(({ isBlock, includeGroups }) => isBlock && includeGroups.includes(blocked));
  const isOn = blocks.filter(({ state }) => state === 'enabled');
  const [block] = blocks;
  if (block === undefined) return { none: `no Conditional Access policy blocks group ${blocked}` };
  const [first] = isOn;
  if (first === undefined)
    return { none: `the Conditional Access policy ${block.id} that blocks group ${blocked} is not on` };
  const effective = isOn.find(({ excludeGroups }) => !excludeGroups.includes(access));
  return effective ?? { none: `the Conditional Access policy ${first.id} excludes access group ${access}` };
}

/** The two groups as the directory shows them; undefined = there is no such group. */
interface RefusedNest {
  blocked: NestingFacts | undefined;
  access: NestingFacts | undefined;
  /** What the directory answered to the write. */
  refusal: string;
}

/**
 * How to go on where the directory refused the access group as a member of the blocked group: nobody's membership of
 * a group that is dynamic, synchronised or role-assignable is ours to write (Use Microsoft Entra groups to manage role
 * assignments, 16 March 2026: its members need RoleManagement.ReadWrite.Directory, and no group may be one); where
 * only the nesting is refused (no Microsoft 365 group is a member of a security group: Graph, Add members; since
 * September 2026 a group can forbid nested groups), each guest is blocked. Pure.
 */
export function afterRefusedNest({ blocked, access, refusal }: RefusedNest): CutDecision {
  if (blocked === undefined) return none('the blocked group is not in this directory');
  if (blocked.isDynamic || blocked.isSynchronised || blocked.isRoleAssignable)
    return none(
      'the members of the blocked group are not ours to write: it is dynamic, synchronised or role-assignable',
    );
  if (access === undefined) return guests('the partner has no access group in this directory');
  if (!access.isSecurityEnabled) return guests('the access group is not a security group');
  return guests(`the directory refused the access group as a member of the blocked group: ${refusal}`);
}
