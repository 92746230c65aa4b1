import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterAdoptionStep, leaseAfterRelease } from '../../../shared/domain/adoption/change-record';
import {
  planAdoption,
  type AdoptionSight,
  type SeenMember,
} from '../../../shared/domain/adoption/plan-adoption';
import { planRelease } from '../../../shared/domain/adoption/plan-release';
import { isAdoptedIn, ownGrants } from '../../../shared/domain/adopted';
import { claimOf, groupDrift } from '../../../shared/domain/group-drift';
import { EMPTY_GUEST_RECORD, type GuestRecord } from '../../../shared/domain/guest-record';
import { guestId, hostId } from '../../../shared/domain/ids';
import { offboardingPlan } from '../../../shared/domain/offboarding-plan';
import { ACCESS_GROUP, CLOUD_PC_GROUP, contosoPolicy } from '../../support/contoso-policy';
import { guid, hostRecord, NOON, subject, subjectRow } from '../state/builders';

const POLICY = contosoPolicy();
const vm = (n: number) => ({
  host: hostId(guid(n, 'b')),
  name: `host-${n}`,
  target: { kind: 'vm' as const, vmResourceId: `vm-${n}`, sessionHostId: `sh-${n}` },
});
const member = (n: number, changes: object = {}, desktops: SeenMember['desktops'] = []): SeenMember => ({
  user: {
    id: guestId(guid(n)),
    userType: 'Guest',
    externalUserState: 'Accepted',
    externalUserStateChangedAt: NOON,
    creationType: 'Invitation',
    accountEnabled: true,
    issuers: ['ExternalAzureAD'],
    domain: 'contoso.com',
    ...changes,
  },
  desktops,
});
const row = (n: number, record: Partial<GuestRecord>, state = 'observed') =>
  subjectRow(subject(n), {
    state,
    live: false,
    partner: 'contoso',
    detail: { ...EMPTY_GUEST_RECORD, ...record },
  });
const sight = (members: SeenMember[], changes: Partial<AdoptionSight> = {}): AdoptionSight => ({
  policy: POLICY,
  group: ACCESS_GROUP,
  members,
  nestedOnly: [],
  others: 0,
  roles: [],
  entitled: new Set(),
  rows: new Map(),
  hosts: new Map(),
  ...changes,
});
const ADOPTED = { kind: 'access-group', group: ACCESS_GROUP, partner: 'contoso', owner: 'adopted' } as const;
const OURS = { kind: 'access-group', group: ACCESS_GROUP, partner: 'contoso' } as const;

describe('adopting a group', () => {
  it('names each guest of the partner, with or without a reason, and its desktop', () => {
    const { change } = planAdoption(
      sight([member(2, {}, [vm(1)]), member(1)], { entitled: new Set([guid(1)]) }),
    );
    expect(change.guests).toEqual([
      { id: guid(1), reason: 'entitled', groups: [ACCESS_GROUP], hosts: [], isDone: false },
      { id: guid(2), reason: 'unexplained', groups: [ACCESS_GROUP], hosts: [vm(1).host], isDone: false },
    ]);
  });

  it.each([
    ['an internal user', member(1, { userType: 'Member', externalUserState: null, creationType: null }), {}],
    ['another partner’s guest', member(1, { domain: 'fabrikam.com' }), {}],
    ['whom a run of ours let in', member(1), { rows: new Map([[guid(1), row(1, { grants: [OURS] })]]) }],
  ])('leaves alone %s, and says why', (_who, one, changes) => {
    const { change } = planAdoption(sight([one], changes));
    expect(change.guests).toEqual([]);
    expect(change.left).toEqual([{ id: guid(1), because: expect.any(String) }]);
  });

  const leasedTo = (n: number) => ({ kind: 'leased' as const, guest: guestId(guid(n)), at: NOON });
  it.each([
    [
      'that was freed and is dirty',
      { kind: 'dirty', lastGuest: guestId(guid(7)), lastPartner: null, at: NOON },
    ],
    ['that is leased to somebody else', leasedTo(7)],
    ['that a run of ours leased', leasedTo(1)],
  ] as const)('does not adopt a host %s', (_what, lease) => {
    const hosts = new Map([[vm(1).host, hostRecord(1, { lease })]]);
    const { change, desktops } = planAdoption(sight([member(1, {}, [vm(1)])], { hosts }));
    expect(change.guests).toMatchObject([{ hosts: [] }]);
    expect(change.left).toMatchObject([{ id: vm(1).host }]);
    expect(desktops.get(guid(1))).toEqual([]);
  });

  it('adopts one of two hosts, since runs expect one, and names the other', () => {
    const { change } = planAdoption(sight([member(1, {}, [vm(2), vm(1)])]));
    expect(change.guests[0]?.hosts).toEqual([vm(1).host]);
    expect(change.left).toEqual([{ id: vm(2).host, because: expect.stringContaining('another one') }]);
  });

  it('has the same hash when half of it is done, and another when somebody joined', () => {
    const two = [member(1), member(2)];
    const { hash } = planAdoption(sight(two)).change;
    const half = planAdoption(
      sight(two, { rows: new Map([[guid(1), row(1, { grants: [ADOPTED] })]]) }),
    ).change;
    expect(half.hash).toBe(hash);
    expect(half.guests.map(({ isDone }) => isDone)).toEqual([true, false]);
    expect(planAdoption(sight([...two, member(3)])).change.hash).not.toBe(hash);
  });
});

describe('the way back', () => {
  const of = { kind: 'access-group', partner: 'contoso' } as const;
  const what = { groups: [ACCESS_GROUP as string], hosts: [vm(1).host as string] };
  const records = fc
    .subarray([OURS, { ...OURS, kind: 'cloud-pc-group' as const, group: CLOUD_PC_GROUP as string }], {
      maxLength: 2,
    })
    .map((grants): GuestRecord => ({ ...EMPTY_GUEST_RECORD, grants }));

  it('gives back the record as it was, twice over too, and nothing more is ours by it', () => {
    fc.assert(
      fc.property(records, (record) => {
        const adopted = afterAdoptionStep('adopt', record, what, of);
        expect(afterAdoptionStep('adopt', adopted, what, of)).toEqual(adopted);
        expect(ownGrants(record)).toEqual(expect.arrayContaining(ownGrants(adopted)));
        const undone = afterAdoptionStep('undo', adopted, what, of);
        expect(undone).toEqual(record);
        expect(afterAdoptionStep('undo', undone, what, of)).toEqual(record);
      }),
    );
  });

  it('is not taken for a guest with whom a run has worked: it would take the grant for its own', () => {
    const rows = [row(1, { grants: [ADOPTED] }, 'ready'), row(2, { grants: [ADOPTED] })];
    const wish = { step: 'undo' as const, group: ACCESS_GROUP, hosts: [], guests: [] };
    const { guests, left } = planRelease(POLICY, wish, rows);
    expect(guests.map(({ id }) => id)).toEqual([guid(2)]);
    expect(left).toMatchObject([{ id: guid(1) }]);
  });
});

describe('taking ownership', () => {
  it('is of the guests, or hosts, that are named, and of no others', () => {
    const rows = [1, 2].map((n) => row(n, { grants: [ADOPTED], adoptedHosts: [vm(n).host] }));
    const wish = { step: 'take-ownership' as const, group: ACCESS_GROUP, hosts: [], guests: [guid(2)] };
    expect(planRelease(POLICY, wish, rows).guests).toMatchObject([
      { id: guid(2), groups: [ACCESS_GROUP], hosts: [] },
    ]);
    const hosts = planRelease(POLICY, { ...wish, group: null, hosts: [vm(1).host], guests: [] }, rows);
    expect(hosts.guests).toMatchObject([{ id: guid(1), groups: [], hosts: [vm(1).host] }]);
  });

  it('makes the lease ours, and only the adopted one of this guest', () => {
    const guest = guestId(guid(1));
    const lease = { kind: 'leased' as const, guest, at: NOON, owner: 'adopted' as const };
    expect(leaseAfterRelease('take-ownership', lease, guest)).toEqual({ kind: 'leased', guest, at: NOON });
    expect(leaseAfterRelease('undo', lease, guest)).toEqual({ kind: 'clean' });
    expect(leaseAfterRelease('undo', lease, guestId(guid(2)))).toBeUndefined();
    expect(leaseAfterRelease('undo', { kind: 'leased', guest, at: NOON }, guest)).toBeUndefined();
  });
});

describe('whatever is adopted', () => {
  it('is taken away by no offboarding plan, which shows it as staying', () => {
    const grants = fc.subarray([
      ADOPTED,
      { ...OURS, kind: 'cloud-pc-group' as const, group: CLOUD_PC_GROUP },
    ]);
    const hosts = fc.subarray([vm(1).host as string]);
    fc.assert(
      fc.property(grants, hosts, (given, adoptedHosts) => {
        const record = { grants: [...given], adoptedHosts };
        const lease = {
          kind: 'leased' as const,
          guest: guestId(guid(1)),
          at: NOON,
          owner: 'adopted' as const,
        };
        const { subjects, facts } = offboardingPlan(
          {
            policy: POLICY,
            rows: [row(1, record)],
            hosts: [hostRecord(1, { lease, target: vm(1).target })],
            sessions: new Map(),
            tenant: [],
          },
          'olga',
          NOON,
        );
        const taken = subjects
          .flatMap(({ steps }) => steps)
          .filter(({ verdict }) => verdict === 'will-remove');
        expect(taken.map(({ on }) => on)).not.toContain(vm(1).host);
        if (isAdoptedIn(record, ACCESS_GROUP)) {
          expect(taken.map(({ on }) => on)).not.toContain(ACCESS_GROUP);
          const access = { guest: guid(1), group: ACCESS_GROUP, because: 'adopted' };
          expect(facts).toMatchObject({ staying: expect.arrayContaining([access]) });
        }
      }),
    );
  });

  it('is a Cloud PC too: no membership is taken away that would delete it', () => {
    const cloudPc = { ...OURS, kind: 'cloud-pc-group' as const, group: CLOUD_PC_GROUP as string };
    const record = { ...EMPTY_GUEST_RECORD, grants: [OURS, cloudPc], adoptedHosts: [guid(1, 'c')] };
    expect(ownGrants(record)).toEqual([OURS]);
    expect(ownGrants({ ...record, adoptedHosts: [] })).toEqual([OURS, cloudPc]);
    const desktop = { kind: 'avd-personal' as const, host: guid(2, 'f'), name: 'host' };
    expect(ownGrants({ ...record, desktop })).toEqual([OURS, cloudPc]);
    expect(ownGrants({ ...record, desktop: { ...desktop, host: guid(1, 'c') } })).toEqual([OURS]);
  });

  it('is justified in its group, and told but not repaired when it is gone', () => {
    const record = { ...EMPTY_GUEST_RECORD, grants: [ADOPTED] };
    const claim = claimOf('access', ACCESS_GROUP, 'observed', record);
    expect(claim).toBe('adopted');
    const claims = new Map([[guid(1), claim]]);
    expect(groupDrift([guid(1)], claims)).toEqual({ unjustified: [], vanished: [], adoptedGone: [] });
    expect(groupDrift([], claims)).toEqual({ unjustified: [], vanished: [], adoptedGone: [guid(1)] });
  });
});
