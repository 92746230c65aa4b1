import { describe, expect, it } from '@jest/globals';
import { decideCut, type CutFacts } from '../../../shared/domain/cut-decision';

const plain = {
  isSecurityEnabled: true,
  isDynamic: false,
  isSynchronised: false,
  isRoleAssignable: false,
};
const policy = { id: 'p', state: 'enabled', isBlock: true, includeGroups: ['blocked'], excludeGroups: [] };
const facts = (changes: Partial<CutFacts> = {}): CutFacts => ({
  blockedGroup: { id: 'blocked', traits: plain },
  accessGroup: { id: 'access', traits: plain },
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
    [
      'a role-assignable access group',
      { accessGroup: { id: 'access', traits: { ...plain, isRoleAssignable: true } } },
      'guests',
      'role-assignable',
    ],
    [
      'an access group that carries no security',
      { accessGroup: { id: 'access', traits: { ...plain, isSecurityEnabled: false } } },
      'guests',
      'not a security group',
    ],
    [
      'a dynamic blocked group',
      { blockedGroup: { id: 'blocked', traits: { ...plain, isDynamic: true } } },
      'none',
      'not ours to write',
    ],
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
