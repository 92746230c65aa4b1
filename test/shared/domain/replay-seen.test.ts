import { describe, expect, it } from '@jest/globals';
import type { Intent } from '../../../shared/domain/intent';
import { EMPTY_GUEST_RECORD, type GuestRecord, type Removal } from '../../../shared/domain/guest-record';
import { hostId } from '../../../shared/domain/ids';
import type { LiveGuest } from '../../../shared/domain/replay-plan';
import { missingOf } from '../../../shared/domain/replay-seen';
import { ACCESS_GROUP, contosoPolicy, ELIGIBLE_GROUP } from '../../support/contoso-policy';
import { guid } from '../state/builders';
import { liveGuest } from './live-guest';

const HOST = hostId(guid(1, 'f'));
const HAS_ALL = liveGuest(
  { groups: [ELIGIBLE_GROUP, ACCESS_GROUP] },
  { personalHost: { host: HOST, isAssigned: true }, client: { version: '9.0.0' } },
);
const grant = { kind: 'access-group' as const, group: ACCESS_GROUP, partner: 'contoso' };
const removed: Removal = {
  ...{ because: 'not-entitled', startedAt: 'then', removedAt: 'then', deleteAccountAt: null },
};
const row = (state: string, record: Partial<GuestRecord> = {}) => ({
  ...{ state, run: 2, record: { ...EMPTY_GUEST_RECORD, ...record } },
});

describe('what a replay misses in the tenant', () => {
  it.each<[string, Intent['kind'], ReturnType<typeof row>, LiveGuest, string[]]>([
    ['nothing, of one who has everything', 'admit', row('ready'), HAS_ALL, []],
    [
      'the membership that the directory does not show',
      'admit',
      row('ready'),
      liveGuest(
        { groups: [ELIGIBLE_GROUP] },
        { personalHost: { host: HOST, isAssigned: true }, client: { version: '9.0.0' } },
      ),
      [`ensureMember: no direct member of group ${ACCESS_GROUP}`],
    ],
    [
      'everything, of one who is not to have it any more',
      'admit',
      row('ready', { grants: [grant] }),
      liveGuest({ groups: [ACCESS_GROUP] }),
      ['wanted was admit, and now it is remove'],
    ],
    [
      'nothing, of one who has nothing left',
      'remove',
      row('removed', { removal: removed }),
      liveGuest({ groups: [] }),
      [],
    ],
    [
      'that the membership ends, whatever the row says',
      'remove',
      row('removed', { removal: removed }),
      liveGuest({ groups: [ACCESS_GROUP] }),
      [`removeMember: direct member of group ${ACCESS_GROUP}`],
    ],
    [
      'nothing, where what is left was there before and is adopted',
      'remove',
      row('removed', { removal: removed, grants: [{ ...grant, owner: 'adopted' }] }),
      liveGuest({ groups: [ACCESS_GROUP] }),
      [],
    ],
    [
      'that the account is disabled',
      'remove',
      row('removed', { removal: removed }),
      liveGuest({ groups: [], policy: contosoPolicy({ account: { rule: 'disable' } }) }),
      ['ensureOrder: the policy’s account rule: disable'],
    ],
    [
      'nothing, where the account is to be deleted on its day',
      'remove',
      row('removed', { removal: { ...removed, deleteAccountAt: 'later' } }),
      liveGuest({ groups: [], policy: contosoPolicy({ account: { rule: 'delete-after-days', days: 30 } }) }),
      [],
    ],
    [
      'a removal, of one who is entitled again',
      'remove',
      row('removed'),
      HAS_ALL,
      ['wanted was remove, and now it is admit'],
    ],
  ])('is %s', (_what, want, at, live, missing) => {
    expect(missingOf(want, at, live)).toEqual(missing);
  });
});
