import { describe, expect, it } from '@jest/globals';
import { lastEvidence, partnerSeen } from '../../../shared/domain/last-evidence';
import { ledgerFact, subject } from '../state/builders';

const entry = (seq: number, step: string, changes = {}) => ({
  ...ledgerFact(subject(1), `op-${seq}`, { step, ...changes }),
  seq,
  previousHash: '',
  hash: `hash-${seq}`,
});

describe('the last evidence', () => {
  it('is the entry that stopped the run, and what was last seen before it', () => {
    const entries = [
      entry(3, 'ensurePersonalHost', { outcome: 'refused', code: 'no-free-host' }),
      entry(2, 'ensureMember', { evidence: { changed: true } }),
      entry(1, 'readGuestSituation', { evidence: { user: 'absent' } }),
    ];
    expect(lastEvidence(entries)).toMatchObject({
      entry: { seq: 3, step: 'ensurePersonalHost', hash: 'hash-3' },
      seen: { step: 'ensureMember', evidence: { changed: true } },
    });
  });

  it('is none of a run that died before it wrote anything', () => {
    expect(lastEvidence([])).toEqual({ entry: null, seen: null });
  });

  it('says where a long one is read instead of copying it', () => {
    const long = entry(1, 'readGuestSituation', { evidence: { text: 'x'.repeat(5_000) } });
    expect(lastEvidence([long]).seen?.evidence).toEqual({ isInLedger: true, seq: 1, characters: 5_011 });
  });
});

describe('the partner of a guest whose row names none yet', () => {
  it.each([
    ['is the one of the policy that was read', { policy: { partner: 'contoso' } }, 'contoso'],
    ['is unknown where no policy claimed the guest', { policy: null }, null],
    ['is unknown where the reading failed', null, null],
  ])('%s', (_what, evidence, partner) => {
    expect(partnerSeen([entry(2, 'ensureMember'), entry(1, 'readGuestSituation', { evidence })])).toBe(
      partner,
    );
  });
});
