import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keptSince, RETAINED, RETAINED_TABLES, retentionSchema } from '../../../shared/domain/retention';

const issuesOf = (text: string) =>
  retentionSchema.safeParse(text).error?.issues.map(({ message }) => message) ?? [];

describe('how long things are kept', () => {
  it('is as told where nobody says otherwise, and never below its lower bound', () => {
    const days = retentionSchema.parse(undefined);
    for (const table of RETAINED_TABLES) {
      expect(days[table]).toBe(RETAINED[table].days);
      expect(RETAINED[table].days).toBeGreaterThanOrEqual(RETAINED[table].least);
    }
  });

  it('is changed for what is named, and for nothing else', () => {
    const days = retentionSchema.parse(' ledger=500, guests=90 ');
    expect(days).toEqual({ ...retentionSchema.parse(''), ledger: 500, guests: 90 });
  });

  it.each([
    ['ledger=10', /keeps ledger for 90 days at least/],
    ['audit=3650', /the audit, which is kept whole/],
    ['ledgers=400', /of keys, sightings/],
    ['ledger: 400', /parts like ledger=400/],
  ])('refuses %s and says why', (text, why) => {
    expect(issuesOf(text)).toEqual([expect.stringMatching(why)]);
  });

  it('names every mistake at once', () => {
    expect(issuesOf('ledger=1,plans=1,what=9')).toHaveLength(3);
  });

  it('never keeps anything shorter than its lower bound, whatever is set', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RETAINED_TABLES), fc.nat(2000), (table, days) => {
        const parsed = retentionSchema.safeParse(`${table}=${days}`);
        if (parsed.success) expect(parsed.data[table]).toBeGreaterThanOrEqual(RETAINED[table].least);
        else expect(days).toBeLessThan(RETAINED[table].least);
      }),
    );
  });

  it('counts back from now', () => {
    expect(keptSince(31, new Date('2026-11-26T03:00:00.000Z'))).toBe('2026-10-26T03:00:00.000Z');
  });
});
