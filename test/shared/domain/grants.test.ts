import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { goesOnElsewhere, staysIn, withGrants, withoutReasonsOf } from '../../../shared/domain/grants';
import type { Grant } from '../../../shared/domain/guest-record';

const grant = (group: string, partner: string, changes: Partial<Grant> = {}): Grant => ({
  kind: 'access-group',
  group,
  partner,
  ...changes,
});
const held = (grants: Grant[]) => ({ grants, adoptedHosts: [], desktop: null });
const groupsOf = (grants: readonly Grant[]) => grants.map(({ group }) => group);

const anyGrant = fc.record(
  {
    kind: fc.constantFrom('access-group' as const, 'cloud-pc-group' as const),
    group: fc.constantFrom('g1', 'g2', 'g3'),
    partner: fc.constantFrom('a', 'b', 'c'),
    owner: fc.constant('adopted' as const),
  },
  { requiredKeys: ['kind', 'group', 'partner'] },
);
const block = grant('blocked', 'a', { kind: 'blocked-group' });
const reasons = fc.array(anyGrant).map((all) => withGrants([block], all));

describe('the reasons of a membership', () => {
  it.each<[string, Grant[], string | null, string[]]>([
    ['one partner’s only', [grant('g1', 'a')], 'a', ['g1']],
    ['another partner’s too', [grant('g1', 'a'), grant('g1', 'b')], 'a', []],
    ['the last one of two', [grant('g1', 'b')], 'b', ['g1']],
    ['somebody else’s alone', [grant('g1', 'b')], 'a', []],
    ['an adopted one beside', [grant('g1', 'a'), grant('g1', 'b', { owner: 'adopted' })], 'a', []],
    ['all of them gone with the guest', [grant('g1', 'a'), grant('g1', 'b')], null, ['g1']],
    ['a block is none', [grant('blocked', 'a', { kind: 'blocked-group' }), grant('g1', 'a')], 'a', ['g1']],
  ])('%s', (_name, grants, partner, left) => {
    expect(groupsOf(withoutReasonsOf(held(grants), partner).leaving)).toEqual(left);
  });

  it('are each kept once, and the first word on one stays', () => {
    fc.assert(
      fc.property(reasons, reasons, (some, more) => {
        const all = withGrants(some, more);
        expect(withGrants(all, more)).toEqual(all);
        expect(all.slice(0, some.length)).toEqual(some);
      }),
    );
  });

  it('end a membership with the last of them, in whatever order the partners go', () => {
    fc.assert(
      fc.property(reasons, fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 3 }), (grants, order) => {
        let left = grants;
        const ended: string[] = [];
        for (const partner of order) {
          const { staying, leaving } = withoutReasonsOf(held(left), partner);
          // Nothing that somebody still gives is left.
          for (const { group } of leaving) expect(staysIn(held(left), group, partner)).toBe(false);
          ended.push(...groupsOf(leaving));
          left = staying;
        }
        // Every group that was ours ended once, but where it is adopted; what stays is block and adopted alone.
        const isOurs = ({ kind, owner }: Grant) => kind !== 'blocked-group' && owner === undefined;
        const adopted = new Set(groupsOf(grants.filter(({ owner }) => owner === 'adopted')));
        const expected = new Set(groupsOf(grants.filter(isOurs)).filter((group) => !adopted.has(group)));
        expect(ended.sort()).toEqual([...expected].sort());
        expect(left.filter(isOurs)).toEqual([]);
        expect(left).toContainEqual(block);
      }),
    );
  });

  it('say whether another engagement goes on: what is adopted or a block is none', () => {
    expect(goesOnElsewhere(held([grant('g1', 'a'), grant('g1', 'b')]), 'a')).toBe(true);
    expect(
      goesOnElsewhere(held([grant('g1', 'a'), block, grant('g2', 'b', { owner: 'adopted' })]), 'a'),
    ).toBe(false);
    expect(goesOnElsewhere(held([grant('g1', 'b')]), null)).toBe(false);
  });
});
