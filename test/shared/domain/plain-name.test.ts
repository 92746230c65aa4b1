import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainName } from '../../../shared/domain/plain-name';

describe('the name of a person in a notice', () => {
  it.each([
    ['Ada Lovelace', 'Ada Lovelace'],
    ["Seán O'Neill-Smith (ext.)", "Seán O'Neill-Smith (ext.)"],
    ['J. R. Tolkien', 'J. R. Tolkien'],
    ['  Ada\r\n\tLovelace ', 'Ada Lovelace'],
    ['李 小龍', '李 小龍'],
    ['ada‮gnp.exe', null],
    ['Pay now at evil.example', null],
    ['https://evil.example', null],
    ['ada@contoso.com', null],
    ['evil/path', null],
    ['', null],
    [null, null],
  ])('%j is shown as %j', (name, shown) => {
    expect(plainName(name)).toBe(shown);
  });

  it('is one short line without anything that would be made a link', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        const shown = plainName(name) ?? 'none';
        expect(Array.from(shown).length).toBeLessThanOrEqual(64);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}@/\\]/u);
      }),
    );
  });
});
