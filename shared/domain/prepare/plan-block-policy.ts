import type { GroupId } from '../ids';
import type { BlockConditions, BreakGlass } from './prepare-change';
import {
  afterGroup,
  alreadyTrue,
  blocked,
  willCreate,
  type PrepareStep,
  type StepHead,
} from './prepare-step';

/** A Conditional Access policy, as far as a standing block is concerned. */
export interface BlockPolicyFacts {
  id: string;
  displayName: string;
  /** `enabled`, `disabled`, `enabledForReportingButNotEnforced`, or a value this release does not know. */
  state: string;
  isBlock: boolean;
  includeGroups: readonly string[];
  excludeGroups: readonly string[];
  excludeUsers: readonly string[];
  /** Application ids, or `All`. */
  applications: readonly string[];
  /** Both conditions as they were read: what this release does not know in them stays. */
  conditions: BlockConditions;
}

/** What was read for the standing block. */
export interface BlockFacts {
  policies: readonly BlockPolicyFacts[];
  /** Application ids of everything a blocked guest must be kept from. */
  applications: readonly string[];
}

/** What the operator wants of the standing block. */
export interface BlockWish {
  breakGlass: BreakGlass;
  mayEnforce: boolean;
}

export const BLOCK_POLICY_NAME = 'Gatehouse: keep blocked partners out of desktops';
const REPORT_ONLY = 'enabledForReportingButNotEnforced';

/** Does a standing policy keep the blocked group out of desktops and Global Secure Access? Pure. */
export function planBlockPolicy(facts: BlockFacts, wish: BlockWish, group: GroupId | null): PrepareStep[] {
  const head: StepHead = {
    id: 'block-policy',
    what: 'A Conditional Access policy blocks the blocked group',
    why: 'It turns cutting a partner off into one write, however many guests it has.',
  };
  const hasBreakGlass = wish.breakGlass.groups.length + wish.breakGlass.users.length > 0;
  if (group === null && hasBreakGlass) return [afterGroup(head), planEnforced(undefined, false)];
  const found = group === null ? undefined : standingBlock(facts.policies, group);
  if (group === null || found === undefined) {
    const step =
      group !== null && hasBreakGlass
        ? willCreate(head, 'no policy does', {
            kind: 'create-block-policy',
            draft: {
              displayName: BLOCK_POLICY_NAME,
              blockedGroup: group,
              breakGlass: wish.breakGlass,
              applications: facts.applications,
            },
          })
        : blocked(
            head,
            'no policy does',
            'say who is never kept out: --break-glass-group or --break-glass-user, by id',
          );
    return [step, planEnforced(undefined, wish.mayEnforce)];
  }
  return [
    planAmended(head, found, facts.applications, wish.breakGlass),
    planEnforced(found, wish.mayEnforce),
  ];
}

/** The policy that blocks the group; of several the one that is furthest on. */
function standingBlock(policies: readonly BlockPolicyFacts[], group: GroupId): BlockPolicyFacts | undefined {
  const blocks = policies.filter(({ isBlock, includeGroups }) => isBlock && includeGroups.includes(group));
  return (
    blocks.find(({ state }) => state === 'enabled') ??
    blocks.find(({ state }) => state === REPORT_ONLY) ??
    blocks[0]
  );
}

function planAmended(
  head: StepHead,
  policy: BlockPolicyFacts,
  applications: readonly string[],
  breakGlass: BreakGlass,
): PrepareStep {
  const missingApps = policy.applications.includes('All')
    ? []
    : applications.filter((id) => !policy.applications.includes(id));
  const missingGroups = breakGlass.groups.filter((id) => !policy.excludeGroups.includes(id));
  const missingUsers = breakGlass.users.filter((id) => !policy.excludeUsers.includes(id));
  if (missingApps.length + missingGroups.length + missingUsers.length === 0) {
    const hasExclusion = policy.excludeGroups.length + policy.excludeUsers.length > 0;
    const warning = hasExclusion ? null : 'it excludes nobody: exclude your break-glass accounts';
    return alreadyTrue(head, `"${policy.displayName}" does`, warning);
  }
  const gaps = [
    ...(missingApps.length > 0 ? [`leaves out application ${missingApps.join(', ')}`] : []),
    ...(missingGroups.length + missingUsers.length > 0
      ? [`does not exclude ${[...missingGroups, ...missingUsers].join(', ')}`]
      : []),
  ];
  return willCreate(head, `"${policy.displayName}" ${gaps.join(' and ')}; what it has stays`, {
    kind: 'amend-block-policy',
    policy: policy.id,
    conditions: {
      users: {
        ...policy.conditions.users,
        excludeGroups: [...policy.excludeGroups, ...missingGroups],
        excludeUsers: [...policy.excludeUsers, ...missingUsers],
      },
      applications: {
        ...policy.conditions.applications,
        includeApplications: [...policy.applications, ...missingApps],
      },
    },
  });
}

/** Report-only first: a policy that was made a moment ago is not enforced in the same breath. */
function planEnforced(policy: BlockPolicyFacts | undefined, mayEnforce: boolean): PrepareStep {
  const head: StepHead = {
    id: 'block-policy-enforced',
    what: 'That policy is on, not only reporting',
    why: 'A policy that only reports keeps nobody out: a cut falls back to slower ways.',
  };
  if (policy === undefined) {
    return blocked(
      head,
      'there is no policy yet',
      'make it, let it report for some days, look at its sign-ins, then say --enforce-conditional-access',
    );
  }
  if (policy.state === 'enabled') return alreadyTrue(head, 'enabled');
  if (policy.excludeGroups.length + policy.excludeUsers.length === 0)
    return blocked(
      head,
      `its state is ${policy.state}, and it excludes nobody`,
      'name your break-glass accounts first',
    );
  return mayEnforce
    ? willCreate(head, `its state is ${policy.state}`, { kind: 'enforce-block-policy', policy: policy.id })
    : blocked(
        head,
        `its state is ${policy.state}`,
        'look at what it would have blocked (sign-in log, report-only), then say --enforce-conditional-access',
      );
}
