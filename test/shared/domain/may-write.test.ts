import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { guestId } from '../../../shared/domain/ids';
import { writeBan, type WriteFacts } from '../../../shared/domain/may-write';
import { contosoPolicy } from '../../support/contoso-policy';
import { guid } from '../state/builders';

const GUEST = guestId(guid(1));
const OTHER = guestId(guid(2));
const facts = (policy: object | null, changes: Partial<WriteFacts> = {}): WriteFacts => ({
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
        expect(writeBan({ ...given, exclusion: 'named' })).toBe('excluded');
        expect(writeBan({ ...given, exclusion: 'unreadable' })).toBe('exclusion-unreadable');
      }),
    );
  });
});
