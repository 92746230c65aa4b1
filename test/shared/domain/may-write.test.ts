import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { guestId } from '../../../shared/domain/ids';
import {
  firmBan,
  NO_ONE_WRITE,
  secondsToOpening,
  windowBan,
  writeBan,
  type WriteFacts,
} from '../../../shared/domain/may-write';
import { contosoPolicy } from '../../support/contoso-policy';
import { guid } from '../state/builders';

const GUEST = guestId(guid(1));
const OTHER = guestId(guid(2));
const facts = (policy: object | null, changes: Partial<WriteFacts> = {}): WriteFacts => ({
  ...NO_ONE_WRITE,
  policy: policy === null ? undefined : contosoPolicy({ mode: { kind: 'enforce' }, ...policy }),
  guest: GUEST,
  exclusion: 'not-named',
  enrolment: { existedBefore: false, isOurs: false },
  isPlanned: false,
  ...changes,
});
const WAS_HERE = { existedBefore: true, isOurs: false };

describe('the one decision before a write', () => {
  it.each([
    ['a policy that is gone', facts(null), 'policy-gone'],
    ['enforce', facts({}), undefined],
    ['observe', facts({ mode: { kind: 'observe' } }), 'observe'],
    ['a pilot that names the guest', facts({ mode: { kind: 'pilot', guests: [GUEST] } }), undefined],
    ['a pilot of others', facts({ mode: { kind: 'pilot', guests: [OTHER] } }), 'not-in-pilot'],
    ['a guest who was here, new-only', facts({}, { enrolment: WAS_HERE }), 'existed-before'],
    ['a guest who was here, all', facts({ enrol: { rule: 'all' } }, { enrolment: WAS_HERE }), undefined],
    [
      'a guest who was here, listed',
      facts({ enrol: { rule: 'listed', guests: [GUEST] } }, { enrolment: WAS_HERE }),
      undefined,
    ],
    [
      'a guest who was here, others listed',
      facts({ enrol: { rule: 'listed', guests: [OTHER] } }, { enrolment: WAS_HERE }),
      'existed-before',
    ],
    [
      'a guest who was here, whom we invited since',
      facts({}, { enrolment: { existedBefore: true, isOurs: true } }),
      undefined,
    ],
    ['a plan in observe', facts({ mode: { kind: 'observe' } }, { isPlanned: true }), undefined],
  ])('of %s', (_case, given, ban) => {
    expect(writeBan(given)).toBe(ban);
  });

  it('is no for whomever the exclusion list names, and for everybody while it cannot be read', () => {
    const anything = fc.record({
      policy: fc.constantFrom(
        undefined,
        contosoPolicy({ mode: { kind: 'enforce' }, enrol: { rule: 'all' } }),
        contosoPolicy({ mode: { kind: 'pilot', guests: [GUEST] } }),
      ),
      guest: fc.constantFrom(GUEST, OTHER, null),
      isPlanned: fc.boolean(),
      enrolment: fc.record({ existedBefore: fc.boolean(), isOurs: fc.boolean() }),
    });
    fc.assert(
      fc.property(anything, (given) => {
        const asked = { ...NO_ONE_WRITE, ...given };
        expect(writeBan({ ...asked, exclusion: 'named' })).toBe('excluded');
        expect(writeBan({ ...asked, exclusion: 'unreadable' })).toBe('exclusion-unreadable');
        expect(writeBan({ ...asked, exclusion: 'not-named', isAdopted: true })).toBe('adopted');
        expect(writeBan({ ...asked, exclusion: 'not-named', isKilled: true })).toBe('kill-switch');
      }),
    );
  });

  it('is never a yes where the gateway would say no', () => {
    const firm = fc.record({
      exclusion: fc.constantFrom('named' as const, 'not-named' as const, 'unreadable' as const),
      isAdopted: fc.boolean(),
      isKilled: fc.boolean(),
    });
    fc.assert(
      fc.property(firm, fc.boolean(), (given, isPlanned) => {
        const ban = firmBan(given);
        if (ban !== undefined) expect(writeBan(facts({}, { ...given, isPlanned }))).toBe(ban);
      }),
    );
  });
});

const NIGHTS = {
  timeZone: 'Europe/Amsterdam',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'] as const,
  from: '22:00',
  to: '05:00',
};
const window = { ...NIGHTS, days: [...NIGHTS.days] };
const at = (text: string) => ({ window, nowMs: Date.parse(text) });

describe('work on a machine', () => {
  it.each([
    ['at noon', at('2026-09-01T10:00:00Z'), 'window-closed', 10 * 3600],
    ['at night', at('2026-09-01T21:00:00Z'), undefined, 0],
    ['after it, on Saturday', at('2026-09-05T04:00:00Z'), 'window-closed', (2 * 24 + 16) * 3600],
    ['where the policy has no window', { window: null, nowMs: 0 }, undefined, 0],
  ])('%s', (_case, machine, ban, seconds) => {
    expect(windowBan(machine)).toBe(ban);
    expect(secondsToOpening(machine)).toBe(seconds);
    expect(writeBan(facts({}, { machine }))).toBe(ban);
  });

  it('of whom the mode keeps out is not put off to the window: it is refused', () => {
    const observe = facts({ mode: { kind: 'observe' } }, { machine: at('2026-09-01T10:00:00Z') });
    expect(writeBan(observe)).toBe('observe');
  });
});
