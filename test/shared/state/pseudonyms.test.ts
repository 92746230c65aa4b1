import { expect, it } from '@jest/globals';
import { isGuid } from '../../../shared/domain/ids';
import { isPseudonym } from '../../../shared/domain/pseudonym';
import { guid } from './builders';
import { onBothAdapters } from './on-both-adapters';

onBothAdapters('Pseudonyms', (state) => {
  it('gives a guest one pseudonym, whoever asks first', async () => {
    const all = await Promise.all([1, 2, 3].map(() => state().pseudonyms.ensure(guid(1))));
    expect(new Set(all).size).toBe(1);
    expect(isGuid(all[0]!) && isPseudonym(all[0]!)).toBe(true);
    expect(await state().pseudonyms.find(guid(1))).toBe(all[0]);
    expect(await state().pseudonyms.find(guid(2))).toBeUndefined();
  });

  it('leads from a pseudonym to its guest, until the link is destroyed', async () => {
    const first = await state().pseudonyms.ensure(guid(1));
    expect(await state().pseudonyms.list()).toEqual(new Map([[first, guid(1)]]));
    await state().pseudonyms.destroy(guid(1));
    await state().pseudonyms.destroy(guid(1));
    expect(await state().pseudonyms.list()).toEqual(new Map());
    expect(await state().pseudonyms.ensure(guid(1))).not.toBe(first);
  });
});
