import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { groupId, stableGuid } from '../../../../shared/domain/ids';
import type { InboundTrust } from '../../../../shared/domain/prepare/inbound-trust';
import { groupRefusal } from '../../../../shared/domain/prepare/judge-group';
import { planBlockPolicy, type BlockPolicyFacts } from '../../../../shared/domain/prepare/plan-block-policy';
import { planCloudPc } from '../../../../shared/domain/prepare/plan-cloud-pc';
import { DESKTOP_ROLES, planRole, roleAssignmentName } from '../../../../shared/domain/prepare/plan-role';
import { planOrphans } from '../../../../shared/domain/prepare/plan-orphans';
import { planTrust } from '../../../../shared/domain/prepare/plan-trust';
import { hasSingleSignOn, withSingleSignOn } from '../../../../shared/domain/prepare/rdp-property';
import {
  HOME,
  MACHINES,
  NO_TRUST,
  plainGroup,
  POLICY,
  POOL,
  SKU,
  SUBSCRIPTION,
} from '../../../support/prepare-world';

const GROUP = groupId(stableGuid('the access group'));
const ROLE = 'Virtual Machine User Login';

describe('a group as access group', () => {
  it.each([
    [{}, null],
    [{ isDynamic: true }, /dynamic/],
    [{ isSynchronised: true }, /synchronised/],
    [{ isRoleAssignable: true }, /role-assignable/],
    [{ isMailEnabled: true }, /mail-enabled/],
    [{ isSecurityEnabled: false }, /no security group/],
    [{ isPackageManaged: true }, /access package/],
    [{ isPackageManaged: null }, null],
  ])('%j: %s', (traits, why) => {
    const refusal = groupRefusal(plainGroup('x', traits));
    if (why === null) expect(refusal).toBeNull();
    else expect(refusal).toMatch(why);
  });
});

describe('roles held by nobody', () => {
  const [here, gone] = [stableGuid('here'), stableGuid('gone')];
  const held = [here, gone].map((principal) => ({
    id: `${MACHINES}/roleAssignments/${principal}`,
    principal,
  }));
  const plan = (existing: string[], mayRemove: boolean) =>
    planOrphans({ hostPool: POOL, held, existing: new Set(existing) }, mayRemove);

  it('are none where every holder is there', () => {
    expect(plan([here, gone], true)).toMatchObject({ verdict: 'already-true', warning: null });
  });

  it('are told, and block nothing, until somebody says that they are to go', () => {
    expect(plan([here], false)).toMatchObject({
      verdict: 'already-true',
      warning: `1 of 2 are held by nobody: ${gone}; say --remove-orphans`,
    });
  });

  it('go alone when they are to go', () => {
    expect(plan([here], true).change).toEqual({ kind: 'remove-roles', assignments: [held[1]?.id] });
  });
});

describe('a role', () => {
  const roleId = DESKTOP_ROLES[ROLE];
  const name = roleAssignmentName(MACHINES, roleId, GROUP);
  const plan = (...holdings: Parameters<typeof planRole>[1]) =>
    planRole({ scope: MACHINES, role: ROLE, group: GROUP }, holdings);

  it('that is held by our assignment is true, whatever the case of its scope', () => {
    expect(plan({ name, scope: MACHINES.toUpperCase(), roleId })).toMatchObject({
      verdict: 'already-true',
      warning: null,
    });
  });

  it.each([
    ['by another name', { name: stableGuid('by hand'), scope: MACHINES, roleId }, /another name than ours/],
    [
      'for the whole subscription',
      { name: stableGuid('x'), scope: SUBSCRIPTION, roleId },
      /wider than needed/,
    ],
  ])('that somebody gave %s is accepted, and told', (_how, holding, warning) => {
    expect(plan(holding)).toMatchObject({ verdict: 'already-true', warning: expect.stringMatching(warning) });
  });

  it.each([
    ['nothing is held', []],
    ['another role is', [{ name, scope: MACHINES, roleId: stableGuid('other') }]],
    ['it is held beside', [{ name, scope: `${MACHINES}-2`, roleId }]],
    ['it is held further in', [{ name, scope: `${MACHINES}/providers/x/y/z`, roleId }]],
  ])('is to be assigned where %s', (_what, holdings) => {
    expect(plan(...holdings)).toMatchObject({
      verdict: 'will-create',
      change: { kind: 'assign-role', scope: MACHINES, roleId, group: GROUP },
    });
  });
});

describe('RDP settings', () => {
  it('have single sign-on afterwards, and everything else as before', () => {
    const setting = fc.constantFrom(
      'audiomode:i:0',
      'x:s:a b',
      'enablerdsaadauth:i:0',
      ' EnableRdsAadAuth:i:0 ',
    );
    fc.assert(
      fc.property(fc.array(setting), (settings) => {
        const after = withSingleSignOn(settings.join(';'));
        expect(hasSingleSignOn(after)).toBe(true);
        expect(withSingleSignOn(after)).toBe(after);
        const others = settings.map((one) => one.trim()).filter((one) => !/enablerds/i.test(one));
        expect(after.split(';').filter((one) => one !== '' && !/enablerds/i.test(one))).toEqual(others);
      }),
    );
  });
});

describe('trust', () => {
  const trusting = (changes: Partial<InboundTrust>) => ({ ...NO_TRUST, ...changes });

  it('that the default gives is enough', () => {
    const facts = { hasEntry: true, own: null, fallback: trusting({ isMfaAccepted: true }) };
    expect(planTrust(facts, ['mfa'], HOME)[0]).toMatchObject({ verdict: 'already-true' });
  });

  it('of a new entry carries over what the default trusted', () => {
    const facts = { hasEntry: false, own: null, fallback: trusting({ isCompliantDeviceAccepted: true }) };
    expect(planTrust(facts, ['mfa'], HOME)[0]?.change).toEqual({
      kind: 'trust-partner',
      tenant: HOME,
      hasEntry: false,
      trust: trusting({ isMfaAccepted: true, isCompliantDeviceAccepted: true }),
    });
  });

  it('of the partner’s own entry decides alone, and is not looked at where no policy asks', () => {
    const facts = { hasEntry: true, own: NO_TRUST, fallback: trusting({ isMfaAccepted: true }) };
    expect(planTrust(facts, ['mfa'], HOME)[0]).toMatchObject({ verdict: 'will-create' });
    expect(planTrust(facts, [], HOME)).toEqual([]);
  });
});

describe('Windows 365', () => {
  const policy = (groups: string[], id = POLICY) => ({ id, displayName: id, isSingleSignOn: true, groups });
  const sku = { id: SKU, partNumber: 'CPC', boughtUnits: 2, usedUnits: 2 };
  const wish = { provisioningPolicy: POLICY, licence: SKU };
  const other = stableGuid('another group');

  it('keeps the other groups of the provisioning policy', () => {
    const [step] = planCloudPc({ policies: [policy([other])], skus: [sku], groupSkus: [] }, wish, GROUP);
    expect(step?.change).toEqual({
      kind: 'assign-provisioning-policy',
      policy: POLICY,
      groups: [other, GROUP],
    });
  });

  it('refuses a group that another policy has already', () => {
    const policies = [policy([]), policy([GROUP], stableGuid('second policy'))];
    const [step] = planCloudPc({ policies, skus: [sku], groupSkus: [] }, wish, GROUP);
    expect(step).toMatchObject({ verdict: 'blocked', observed: expect.stringMatching(/another policy/) });
  });

  it('takes what it finds where the policy says nothing, and warns where no unit is left', () => {
    const open = { provisioningPolicy: null, licence: null };
    const steps = planCloudPc({ policies: [policy([GROUP])], skus: [sku], groupSkus: [SKU] }, open, GROUP);
    expect(steps.map(({ verdict }) => verdict)).toEqual(['already-true', 'already-true']);
    expect(steps[1]?.warning).toMatch(/no unit is left/);
    const bare = planCloudPc({ policies: [], skus: [], groupSkus: [] }, open, GROUP);
    expect(bare.map(({ fix }) => fix)).toEqual([
      expect.stringMatching(/provisioningPolicy/),
      expect.stringMatching(/licence/),
    ]);
  });
});

describe('the standing block', () => {
  const held: BlockPolicyFacts = {
    id: 'p1',
    displayName: 'Made by hand',
    state: 'enabled',
    isBlock: true,
    includeGroups: [GROUP],
    excludeGroups: [],
    excludeUsers: ['emergency'],
    applications: ['avd'],
    conditions: { users: { includeRoles: ['r'] }, applications: { includeUserActions: [] } },
  };
  const plan = (policies: BlockPolicyFacts[], breakGlass = { groups: ['glass'], users: [] as string[] }) =>
    planBlockPolicy({ policies, applications: ['avd', 'w365'] }, { breakGlass, mayEnforce: true }, GROUP);

  it('is completed, and keeps what this release does not know', () => {
    expect(plan([held])[0]?.change).toEqual({
      kind: 'amend-block-policy',
      policy: 'p1',
      conditions: {
        users: { includeRoles: ['r'], excludeGroups: ['glass'], excludeUsers: ['emergency'] },
        applications: { includeUserActions: [], includeApplications: ['avd', 'w365'] },
      },
    });
  });

  it('is not made before somebody said who is never kept out', () => {
    expect(plan([], { groups: [], users: [] })[0]).toMatchObject({
      verdict: 'blocked',
      fix: expect.stringMatching(/--break-glass-group/),
    });
  });

  it('is not the policy that only asks for a second factor, nor one of another group', () => {
    const others = [
      { ...held, isBlock: false },
      { ...held, includeGroups: ['other'] },
    ];
    expect(plan(others)[0]).toMatchObject({ change: { kind: 'create-block-policy' } });
  });

  it('is never enforced while it excludes nobody', () => {
    const open = { ...held, excludeUsers: [], state: 'enabledForReportingButNotEnforced' };
    expect(plan([open])[1]).toMatchObject({ verdict: 'blocked' });
    expect(plan([{ ...open, excludeUsers: ['emergency'] }])[1]).toMatchObject({ verdict: 'will-create' });
  });
});
