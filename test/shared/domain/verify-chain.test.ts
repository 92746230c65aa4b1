import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chained, type ChainPlace } from '../../../shared/domain/chain';
import { ChainVerifier, type ChainVerdict, type KnownHead } from '../../../shared/domain/verify-chain';

type Entry = ChainPlace & { what: string };

/** A chain of `length` entries, the oldest first; entry n says `what`. */
function chain(length: number, what = (n: number) => `fact ${n}`): Entry[] {
  const entries: Entry[] = [];
  for (let n = 1; n <= length; n += 1) entries.push(chained({ what: what(n) }, entries.at(-1)));
  return entries;
}
const headOf = ({ seq, hash }: ChainPlace): KnownHead => ({ seq, hash });

function verified(entries: readonly ChainPlace[], heads: readonly KnownHead[] = []): ChainVerdict {
  const verifier = new ChainVerifier(heads);
  for (const entry of [...entries].reverse()) verifier.take(entry);
  return verifier.verdict();
}
const found = (entries: readonly ChainPlace[], heads: readonly KnownHead[] = []) => {
  return verified(entries, heads).findings.map(({ kind, from, to }) => `${kind} ${from}-${to}`);
};

const TEN = chain(10);
const without = (...seqs: number[]) => TEN.filter(({ seq }) => !seqs.includes(seq));

describe('a chain', () => {
  it('that nobody touched is whole, and holds the heads that were kept of it', () => {
    expect(verified(TEN, [headOf(TEN[3]!), headOf(TEN[9]!)])).toEqual({
      entries: 10,
      newest: headOf(TEN[9]!),
      findings: [],
      headsFound: 2,
    });
    expect(verified([])).toEqual({ entries: 0, newest: null, findings: [], headsFound: 0 });
  });

  it('may begin where it says that it forgot what was before, and nowhere else', () => {
    const left = TEN.slice(4);
    const begun = (place: KnownHead) => {
      const verifier = new ChainVerifier([], [place]);
      for (const entry of [...left].reverse()) verifier.take(entry);
      return verifier.verdict().findings;
    };
    expect(begun(headOf(TEN[3]!))).toEqual([]);
    expect(begun(headOf(TEN[2]!))).toMatchObject([{ kind: 'removed', from: 1, to: 4 }]);
    expect(begun({ ...headOf(TEN[3]!), hash: '0'.repeat(64) })).toHaveLength(1);
  });

  it.each([1, 5, 10])('shows that entry %i was edited', (seq) => {
    const edited = TEN.map((entry) => (entry.seq === seq ? { ...entry, what: 'another' } : entry));
    expect(found(edited)).toEqual([`edited ${seq}-${seq}`]);
  });

  it('shows an edit whose author hashed it anew', () => {
    const before = TEN[3]!;
    const edited = chained({ what: 'another' }, before);
    expect(found(TEN.map((entry) => (entry.seq === 5 ? edited : entry)))).toEqual(['edited 5-5']);
  });

  it.each([
    [[5], ['removed 5-5']],
    [[4, 5, 6], ['removed 4-6']],
    [[1, 2], ['removed 1-2']],
    [
      [3, 8],
      ['removed 3-3', 'removed 8-8'],
    ],
  ])('shows that entries %j were removed', (seqs, expected) => {
    expect(found(without(...seqs))).toEqual(expected);
  });

  it('shows two entries that changed places', () => {
    const swapped = [...TEN.slice(0, 4), TEN[5]!, TEN[4]!, ...TEN.slice(6)];
    expect(found(swapped)).toEqual(['out-of-order 6-6']);
  });

  it('shows an entry that is there twice', () => {
    expect(found([...TEN.slice(0, 5), ...TEN.slice(4)])).toEqual(['out-of-order 5-5']);
  });

  it.each([7, 0])('shows by a kept head that it was cut after %i', (length) => {
    expect(found(TEN.slice(0, length), [headOf(TEN[9]!)])).toEqual([`cut ${length + 1}-10`]);
    expect(found(TEN.slice(0, length))).toEqual([]);
  });

  it('shows by a kept head that it was rewritten, and since when', () => {
    const rewritten = [...TEN.slice(0, 6)];
    for (let n = 7; n <= 10; n += 1) rewritten.push(chained({ what: `other ${n}` }, rewritten.at(-1)));
    expect(found(rewritten)).toEqual([]);
    expect(found(rewritten, [TEN[3]!, TEN[5]!, TEN[8]!].map(headOf))).toEqual(['rewritten 7-9']);
  });

  it('shows any one entry that was changed, taken away or moved, and names it', () => {
    const lengths = fc.integer({ min: 3, max: 40 });
    fc.assert(
      fc.property(lengths, fc.nat(), fc.constantFrom('edit', 'remove', 'swap'), (length, at, how) => {
        const entries = chain(length);
        const place = (at % (length - 1)) + 1;
        const { seq } = entries[place - 1]!;
        if (how === 'edit') entries[place - 1] = { ...entries[place - 1]!, what: 'x' };
        if (how === 'remove') entries.splice(place - 1, 1);
        if (how === 'swap') entries.splice(place - 1, 2, entries[place]!, entries[place - 1]!);
        const { findings } = verified(entries, [headOf(chain(length).at(-1)!)]);
        expect(findings.some(({ from, to }) => from - 1 <= seq && seq <= to + 1)).toBe(true);
      }),
    );
  });
});
