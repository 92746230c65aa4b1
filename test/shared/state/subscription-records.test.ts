import { expect, it } from '@jest/globals';
import { ONE_O_CLOCK, subscriptionRecord } from './builders';
import { onBothAdapters } from './on-both-adapters';

onBothAdapters('SubscriptionRecords', (state) => {
  it('keeps a record as it was written, before its subscription has an id', async () => {
    expect(await state().subscriptionRecords.insert(subscriptionRecord('a'))).toBe('written');
    expect(await state().subscriptionRecords.insert(subscriptionRecord('a'))).toBe('conflict');
    const listed = await state().subscriptionRecords.list();
    expect(listed.map(({ value }) => value)).toEqual([subscriptionRecord('a')]);
  });

  it('replaces and removes only what is still as it was read', async () => {
    await state().subscriptionRecords.insert(subscriptionRecord('a'));
    const [read] = await state().subscriptionRecords.list();
    const newer = subscriptionRecord('a', { id: 's-1', heardAt: ONE_O_CLOCK });
    expect(await state().subscriptionRecords.replace(newer, read!.etag)).toBe('written');
    expect(await state().subscriptionRecords.replace(subscriptionRecord('a'), read!.etag)).toBe('conflict');
    expect(await state().subscriptionRecords.remove('a', read!.etag)).toBe('conflict');
    const [again] = await state().subscriptionRecords.list();
    expect(again!.value).toEqual(newer);
    expect(await state().subscriptionRecords.remove('a', again!.etag)).toBe('removed');
    expect(await state().subscriptionRecords.remove('a', again!.etag)).toBe('removed');
  });
});
