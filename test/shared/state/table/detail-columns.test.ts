import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { joinDetail, splitDetail } from '../../../../shared/state/table/detail-columns';

describe('splitDetail', () => {
  it('keeps a short text in one column', () => {
    expect(splitDetail('{"a":1}')).toEqual({ detail: '{"a":1}' });
  });

  it('opens the next column at 32,000 characters', () => {
    const lengths = Object.entries(splitDetail('x'.repeat(64_001))).map(([name, text]) => [
      name,
      text.length,
    ]);
    expect(lengths).toEqual([
      ['detail', 32_000],
      ['detail1', 32_000],
      ['detail2', 1],
    ]);
  });

  it('cuts no surrogate pair in two', () => {
    const text = `${'x'.repeat(31_999)}😀${'y'.repeat(10)}`;
    expect(splitDetail(text)['detail']).toBe('x'.repeat(31_999));
    expect(splitDetail(text)['detail1']).toBe(`😀${'y'.repeat(10)}`);
  });

  it('is undone by joinDetail, whatever the text and the other columns', () => {
    const text = fc.tuple(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 90_000 }));
    fc.assert(
      fc.property(text, ([part, length]) => {
        const whole = part.repeat(Math.ceil(length / Math.max(1, part.length)));
        const columns = splitDetail(whole);
        expect(joinDetail({ ...columns, v: 1, kind: 'guest' })).toBe(whole);
        for (const column of Object.values(columns)) expect(column.length).toBeLessThanOrEqual(32_000);
      }),
      { numRuns: 50 },
    );
  });
});
