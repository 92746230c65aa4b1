import { describe, expect, it } from '@jest/globals';
import { EMPTY_GUEST_RECORD, type GuestRecord } from '../../../shared/domain/guest-record';
import { hostId } from '../../../shared/domain/ids';
import { movedParts, planGuestReplay, type LiveGuest } from '../../../shared/domain/replay-plan';
import { ACCESS_GROUP, contosoPolicy, ELIGIBLE_GROUP } from '../../support/contoso-policy';
import { guid } from '../state/builders';
import { liveGuest as live } from './live-guest';

const HOST = hostId(guid(1, 'f'));

const row = (record: Partial<GuestRecord> = {}, state = 'held') => ({
  state,
  run: 2,
  record: { ...EMPTY_GUEST_RECORD, ...record },
});
const verdicts = (of: LiveGuest, failed = ['ensurePersonalHost'], at = row()) =>
  planGuestReplay(at, of, failed).steps.map(({ step, verdict }) => `${step} ${verdict}`);
const given = { grants: [{ kind: 'access-group' as const, group: ACCESS_GROUP, partner: 'contoso' }] };

describe('the replay of a guest', () => {
  it('keeps what is there and creates what is missing', () => {
    expect(verdicts(live({ groups: [ELIGIBLE_GROUP, ACCESS_GROUP] }))).toEqual([
      'ensureMember already-true',
      'ensurePersonalHost will-create',
      'ensureClient will-create',
    ]);
  });

  it('changes nothing for one who has everything', () => {
    const all = live(
      { groups: [ELIGIBLE_GROUP, ACCESS_GROUP] },
      { personalHost: { host: HOST, isAssigned: true }, client: { version: '9.0.0' } },
    );
    expect(new Set(planGuestReplay(row(), all, []).steps.map(({ verdict }) => verdict))).toEqual(
      new Set(['already-true']),
    );
  });

  it('is blocked where no host is left for the guest', () => {
    expect(verdicts(live({}, { hasFreeHost: false }))).toContain('ensurePersonalHost blocked');
  });

  it('says so where the partner’s mode lets nothing be written', () => {
    const observing = live({ policy: contosoPolicy({ mode: { kind: 'observe' } }) });
    expect(verdicts(observing)).toEqual(['readGuestSituation blocked']);
  });

  it.each([
    ['lost its entitlement', { groups: [ACCESS_GROUP] }],
    ['left the directory', { user: 'absent' as const, policy: null, groups: [] }],
  ])('that was to be let in never lets in one who %s since', (_what, situation) => {
    const { steps } = planGuestReplay(row(given), live(situation), ['ensurePersonalHost']);
    expect(steps).toMatchObject([
      { verdict: 'blocked', because: expect.stringContaining('not let in again') },
    ]);
  });

  it('of a removal never removes one who is entitled again', () => {
    const { steps } = planGuestReplay(row(given, 'removing'), live(), ['removeMember']);
    expect(steps).toMatchObject([{ verdict: 'blocked', because: expect.stringContaining('not removed') }]);
  });

  it.each([
    ['whose step says so', ['removeMember'], {}],
    ['whose run died', ['run'], {}],
    [
      'that stopped while the guest was blocked',
      ['ensureMember'],
      { removal: { because: 'not-entitled', startedAt: 'then', removedAt: null, deleteAccountAt: null } },
    ],
  ] as const)('of a removal that is still wanted removes: one %s', (_what, failed, changes) => {
    const gone = live({ groups: [ACCESS_GROUP] });
    const at = row({ ...given, ...changes }, 'removing');
    expect(verdicts(gone, [...failed], at)).toContain('removeMember will-remove');
  });
});

describe('what a plan hangs on', () => {
  const before = planGuestReplay(row(), live(), []).basis;
  it.each([
    ['nothing, where nothing moved', live(), row(), []],
    ['nothing, where only a host was taken by somebody else', live({}, { hasFreeHost: false }), row(), []],
    ['the policy', live({ policy: contosoPolicy({ startVm: 'never' }) }), row(), ['policy']],
    ['the memberships', live({ groups: [ELIGIBLE_GROUP, ACCESS_GROUP] }), row(), ['memberships']],
    ['the intent and the memberships', live({ groups: [] }), row(), ['intent', 'memberships']],
    ['the desktop', live({}, { personalHost: { host: HOST, isAssigned: true } }), row(), ['desktop']],
    [
      'a removal that was done meanwhile',
      live(),
      row({ removal: { because: 'planned', startedAt: 'then', removedAt: 'then', deleteAccountAt: null } }),
      ['removal'],
    ],
  ] as const)('names %s', (_what, now, at, moved) => {
    expect(movedParts(before, planGuestReplay(at, now, []).basis)).toEqual(moved);
  });
});
