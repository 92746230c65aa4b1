import { describe, expect, it } from '@jest/globals';
import { afterRefusedNest, decideCut, type CutFacts } from '../../../shared/domain/cut-decision';

const plain = {
  isSecurityEnabled: true,
  isDynamic: false,
  isSynchronised: false,
  isRoleAssignable: false,
};
const policy = { id: 'p', state: 'enabled', isBlock: true, includeGroups: ['blocked'], excludeGroups: [] };
const facts = (changes: Partial<CutFacts> = {}): CutFacts => ({
  blockedGroup: 'blocked',
  accessGroup: 'access',
  policies: [policy],
  sharedWith: [],
  ...changes,
});

describe('how a partner is cut', () => {
  it.each([
    ['a policy that is on', {}, 'group', 'is on'],
    ['no blocked group', { blockedGroup: null }, 'none', 'no blocked group'],
    ['no policy', { policies: [] }, 'none', 'no Conditional Access policy'],
    ['a policy that only reports', { policies: [{ ...policy, state: 'reporting' }] }, 'none', 'not on'],
    ['a policy that blocks others', { policies: [{ ...policy, includeGroups: ['x'] }] }, 'none', 'no Cond'],
    ['a policy that asks for MFA only', { policies: [{ ...policy, isBlock: false }] }, 'none', 'no Cond'],
    [
      'a policy that excludes the access group',
      { policies: [{ ...policy, excludeGroups: ['access'] }] },
      'none',
      'excludes access group',
    ],
    ['an access group two partners share', { sharedWith: ['fabrikam'] }, 'guests', 'fabrikam'],
  ] as const)('with %s is decided and explained', (_what, changes, by, because) => {
    const decision = decideCut(facts(changes));
    expect(decision.by).toBe(by);
    expect(decision.because).toContain(because);
  });

  it('believes another policy that is on where one excludes the access group', () => {
    const policies = [
      { ...policy, excludeGroups: ['access'] },
      { ...policy, id: 'q' },
    ];
    expect(decideCut(facts({ policies }))).toMatchObject({ by: 'group' });
  });
});

describe('a directory that refused the access group as a member of the blocked group', () => {
  const refused = { blocked: plain, access: plain, refusal: 'nested groups are forbidden' };
  it.each([
    ['groups that look right', {}, 'guests', 'nested groups are forbidden'],
    ['an access group that is gone', { access: undefined }, 'guests', 'no access group'],
    [
      'an access group that carries no security',
      { access: { ...plain, isSecurityEnabled: false } },
      'guests',
      'not a security group',
    ],
    ['a dynamic blocked group', { blocked: { ...plain, isDynamic: true } }, 'none', 'not ours to write'],
    ['a synchronised one', { blocked: { ...plain, isSynchronised: true } }, 'none', 'not ours to write'],
    ['a role-assignable one', { blocked: { ...plain, isRoleAssignable: true } }, 'none', 'not ours'],
    ['no blocked group', { blocked: undefined }, 'none', 'not in this directory'],
  ] as const)('with %s leads to another way, or to none, and says why', (_what, changes, by, because) => {
    const decision = afterRefusedNest({ ...refused, ...changes });
    expect(decision.by).toBe(by);
    expect(decision.because).toContain(because);
  });
});
