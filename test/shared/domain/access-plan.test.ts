import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  planAccess,
  type AccessStep,
  type DesiredAccess,
  type ObservedAccess,
} from '../../../shared/domain/access-plan';
import { groupId, hostId } from '../../../shared/domain/ids';
import { guid } from '../state/builders';

const ACCESS = groupId(guid(1, 'd'));
const CLOUD_PC = groupId(guid(2, 'd'));
const HOST = hostId(guid(1, 'f'));
const PC = hostId(guid(1, 'c'));

const nothing: ObservedAccess = {
  memberships: [],
  cloudPcGroup: CLOUD_PC,
  personalHost: null,
  hasFreeHost: true,
  cloudPc: null,
  client: null,
  gaps: [],
};
const host: DesiredAccess = { accessGroup: ACCESS, cloudPcGroup: null, clientVersion: '2.24.117' };
const cloudPc: DesiredAccess = { ...host, cloudPcGroup: CLOUD_PC };
const member = (group: typeof ACCESS, isOurs = true) => ({ group, isOurs });
const owned = { host: HOST, isAssigned: true, isOurs: true };

const shown = (steps: readonly AccessStep[]) => steps.map(({ step, verdict }) => `${step} ${verdict}`);

describe('the plan between what a guest has and what it should have', () => {
  it.each<[string, DesiredAccess | null, Partial<ObservedAccess>, string[]]>([
    [
      'everything is to be given',
      host,
      {},
      ['ensureMember will-create', 'ensurePersonalHost will-create', 'ensureClient will-create'],
    ],
    [
      'no host is free',
      host,
      { hasFreeHost: false },
      ['ensureMember will-create', 'ensurePersonalHost blocked', 'ensureClient will-create'],
    ],
    [
      'all is there',
      host,
      { memberships: [member(ACCESS)], personalHost: owned, client: { version: '2.24.200' } },
      ['ensureMember already-true', 'ensurePersonalHost already-true', 'ensureClient already-true'],
    ],
    [
      'the client is too old',
      host,
      { memberships: [member(ACCESS)], personalHost: owned, client: { version: '2.8.45' } },
      ['ensureMember already-true', 'ensurePersonalHost already-true', 'ensureClient will-create'],
    ],
    [
      'a leased host is not assigned yet',
      host,
      { memberships: [member(ACCESS)], personalHost: { ...owned, isAssigned: false } },
      ['ensureMember already-true', 'ensurePersonalHost will-create', 'ensureClient will-create'],
    ],
    [
      'a Cloud PC is to come',
      cloudPc,
      {},
      [
        'ensureMember will-create',
        'ensureMember will-create',
        'readCloudPc will-create',
        'ensureClient will-create',
      ],
    ],
    [
      'a Cloud PC failed',
      cloudPc,
      { memberships: [member(ACCESS), member(CLOUD_PC)], cloudPc: { host: PC, status: 'failed' } },
      [
        'ensureMember already-true',
        'ensureMember already-true',
        'readCloudPc blocked',
        'ensureClient will-create',
      ],
    ],
    [
      'the partner is not prepared',
      host,
      { gaps: ['the private profile is not enabled'] },
      [
        'readPreparation blocked',
        'ensureMember blocked',
        'ensurePersonalHost blocked',
        'ensureClient blocked',
      ],
    ],
    [
      'nothing is wanted and all is ours',
      null,
      { memberships: [member(ACCESS)], personalHost: owned },
      ['removeMember will-remove', 'freePersonalHost will-remove'],
    ],
    [
      'nothing is wanted and nothing is ours',
      null,
      { memberships: [member(ACCESS, false)], personalHost: { ...owned, isOurs: false } },
      ['removeMember already-true', 'freePersonalHost already-true'],
    ],
    [
      'nothing is wanted of a Cloud PC',
      null,
      { memberships: [member(ACCESS), member(CLOUD_PC)] },
      ['removeMember will-remove', 'removeMember blocked'],
    ],
    [
      'a Cloud PC takes the place of a host',
      cloudPc,
      { memberships: [member(ACCESS)], personalHost: owned },
      [
        'ensureMember already-true',
        'ensureMember will-create',
        'readCloudPc will-create',
        'ensureClient will-create',
        'freePersonalHost blocked',
      ],
    ],
    [
      'a host takes the place of a Cloud PC',
      host,
      { memberships: [member(ACCESS), member(CLOUD_PC)] },
      [
        'ensureMember already-true',
        'ensurePersonalHost will-create',
        'ensureClient will-create',
        'removeMember blocked',
      ],
    ],
  ])('where %s', (_where, desired, observed, expected) => {
    expect(shown(planAccess(desired, { ...nothing, ...observed }))).toEqual(expected);
  });
});

/** What the tenant says once the steps were taken. */
function apply(
  desired: DesiredAccess | null,
  before: ObservedAccess,
  steps: readonly AccessStep[],
): ObservedAccess {
  return steps.reduce((observed: ObservedAccess, { step, verdict, on }) => {
    if (verdict !== 'will-create' && verdict !== 'will-remove') return observed;
    switch (step) {
      case 'ensureMember':
        return { ...observed, memberships: [...observed.memberships, member(groupId(on!))] };
      case 'removeMember':
        return { ...observed, memberships: observed.memberships.filter(({ group }) => group !== on) };
      case 'ensurePersonalHost':
        return { ...observed, personalHost: owned };
      case 'freePersonalHost':
        return { ...observed, personalHost: null };
      case 'readCloudPc':
        return { ...observed, cloudPc: { host: PC, status: 'provisioned' } };
      case 'ensureClient':
        return { ...observed, client: { version: desired!.clientVersion } };
      case 'readPreparation':
        throw new Error('nothing is created by looking');
    }
  }, before);
}

const anyObserved: fc.Arbitrary<ObservedAccess> = fc.record({
  memberships: fc.uniqueArray(fc.record({ group: fc.constantFrom(ACCESS, CLOUD_PC), isOurs: fc.boolean() }), {
    selector: ({ group }) => group,
  }),
  cloudPcGroup: fc.constant(CLOUD_PC),
  personalHost: fc.option(
    fc.record({ host: fc.constant(HOST), isAssigned: fc.boolean(), isOurs: fc.boolean() }),
  ),
  hasFreeHost: fc.boolean(),
  cloudPc: fc.option(
    fc.record({
      host: fc.constant(PC),
      status: fc.constantFrom('provisioned', 'provisioning', 'failed', 'tomorrow'),
    }),
  ),
  client: fc.option(fc.record({ version: fc.constantFrom('2.24.117', '2.8.45', '3.0') })),
  gaps: fc.array(fc.constant('the profile is not enabled'), { maxLength: 1 }),
});
const anyDesired = fc.constantFrom(host, cloudPc, null);

describe('any plan', () => {
  it('applied gives what is desired, and planned again changes nothing', () => {
    fc.assert(
      fc.property(anyDesired, anyObserved, (desired, observed) => {
        const steps = planAccess(desired, observed);
        const after = apply(desired, observed, steps);
        const again = planAccess(desired, after);
        expect(again.filter(({ verdict }) => verdict === 'will-create' || verdict === 'will-remove')).toEqual(
          [],
        );
        if (steps.some(({ verdict }) => verdict === 'blocked')) return;
        const left = desired === null ? after.memberships.filter(({ isOurs }) => isOurs) : [];
        expect(left).toEqual([]);
        if (desired !== null)
          expect(new Set(again.map(({ verdict }) => verdict))).toEqual(new Set(['already-true']));
      }),
    );
  });

  it('removes nothing that is not ours, and no desktop with files on it while one is desired', () => {
    fc.assert(
      fc.property(anyDesired, anyObserved, (desired, observed) => {
        const after = apply(desired, observed, planAccess(desired, observed));
        const others = observed.memberships.filter(({ isOurs }) => !isOurs);
        expect(after.memberships).toEqual(expect.arrayContaining(others));
        const isKept = desired !== null || observed.personalHost?.isOurs === false;
        if (observed.personalHost !== null && isKept) expect(after.personalHost).not.toBeNull();
        if (observed.memberships.some(({ group }) => group === CLOUD_PC))
          expect(after.memberships.map(({ group }) => group)).toContain(CLOUD_PC);
      }),
    );
  });
});
