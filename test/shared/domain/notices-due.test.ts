import { describe, expect, it } from '@jest/globals';
import { EMPTY_GUEST_RECORD, type GuestRecord } from '../../../shared/domain/guest-record';
import { noticesDue, type GuestLook } from '../../../shared/domain/notices-due';
import { contosoPolicy } from '../../support/contoso-policy';

const INVITED = '2026-03-01T09:00:00.000Z';
const ACCEPTED = '2026-03-02T09:00:00.000Z';
const after = (days: number) => Date.parse(INVITED) + days * 86_400_000;
const everybody = { guest: 'mail', sponsor: 'mail' };

const look = (state: string, changes: Partial<GuestRecord> = {}): GuestLook => ({
  state,
  record: { ...EMPTY_GUEST_RECORD, ...changes },
});
const due = (
  before: GuestLook,
  then: GuestLook,
  { notices = everybody, days = 0 }: { notices?: object; days?: number } = {},
) => noticesDue({ before, after: then, policy: contosoPolicy({ notices }), nowMs: after(days) });
const kinds = (...told: Parameters<typeof due>) => due(...told).map(({ kind }) => kind);

const invited = look('invited', { invitedAt: INVITED });
const ready = look('ready', { acceptedAt: ACCEPTED, readyAt: '2026-03-02T09:02:00.000Z' });
const held = (code: string) => look('held', { reason: { code, message: 'words' } });
const removal = { because: 'planned', startedAt: ACCEPTED, removedAt: null, deleteAccountAt: null } as const;
const removed = look('removed', { removal: { ...removal, removedAt: ACCEPTED } });

describe('who is told after a look at a guest', () => {
  it.each([
    ['a guest is found invited', look('new'), invited, ['sponsor-invited']],
    ['it still is', invited, invited, []],
    ['a guest is ready', look('working'), ready, ['guest-welcome', 'sponsor-ready']],
    ['it still is', ready, ready, []],
    ['it is held', look('working'), held('no-free-host'), ['sponsor-held']],
    ['it is held for the same cause', held('no-free-host'), held('no-free-host'), []],
    ['it is held for another cause', held('no-free-host'), held('licence-missing'), ['sponsor-held']],
    ['it is held because people wanted that', look('working'), held('partner-cut'), []],
    ['access was taken away', look('removing', { removal }), removed, ['sponsor-offboarded']],
    ['it still is', removed, removed, []],
    ['it is looked at and left alone', look('new'), look('observed'), []],
  ])('when %s', (_what, before, then, expected) => {
    expect(kinds(before, then)).toEqual(expected);
  });

  it('says once for an acceptance that the guest is ready, whenever the look was', () => {
    const again = look('ready', { acceptedAt: ACCEPTED, readyAt: '2026-03-09T09:00:00.000Z' });
    const [first] = due(look('working'), ready);
    expect(due(look('working'), again)[0]).toEqual(first);
    expect(first?.occasion).toBe(ACCEPTED);
  });

  it('says of who is invited whether it would be let in', () => {
    expect(due(look('new'), invited)[0]?.cause).toEqual({
      code: 'readiness',
      message: 'ready on acceptance',
    });
  });

  it('names the cause of a hold as its occasion, and says the blocker', () => {
    expect(due(look('working'), held('no-free-host'))).toEqual([
      {
        kind: 'sponsor-held',
        occasion: 'no-free-host',
        cause: { code: 'no-free-host', message: 'words' },
      },
    ]);
  });

  it('reminds on the policy’s days, and tells the sponsor on its day', () => {
    const on = (days: number) => kinds(invited, invited, { days });
    expect([2, 3, 10, 18, 20].map(on)).toEqual([
      [],
      ['guest-reminder'],
      ['guest-reminder'],
      [],
      ['sponsor-waiting'],
    ]);
    const [day3] = due(invited, invited, { days: 3 });
    expect(due(invited, invited, { days: 10 })[0]?.occasion).not.toBe(day3?.occasion);
  });

  it('tells the sponsor that an invitation ran out, prepared or not', () => {
    const reason = { code: 'invitation-expired', message: 'ignored' };
    const unprepared = look('ignored', { invitedAt: INVITED, reason });
    const because = 'invitation-expired' as const;
    const undone = look('removed', { removal: { ...removal, because, removedAt: ACCEPTED } });
    expect(kinds(invited, unprepared)).toEqual(['sponsor-expired']);
    expect(kinds(unprepared, unprepared)).toEqual([]);
    expect(kinds(look('removing', { removal }), undone)).toEqual(['sponsor-expired']);
  });

  it('tells only whom the policy tells', () => {
    expect(kinds(look('working'), ready, { notices: {} })).toEqual([]);
    expect(kinds(look('working'), ready, { notices: { guest: 'mail' } })).toEqual(['guest-welcome']);
    expect(kinds(look('working'), ready, { notices: { sponsor: 'webhook' } })).toEqual(['sponsor-ready']);
    expect(kinds(invited, invited, { notices: { sponsor: 'mail' }, days: 3 })).toEqual([]);
  });

  it('leaves it to who records it where nobody claims the guest any more', () => {
    const told = noticesDue({ before: look('removing'), after: removed, policy: null, nowMs: after(0) });
    expect(told.map(({ kind }) => kind)).toEqual(['sponsor-offboarded']);
  });
});
