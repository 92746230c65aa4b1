import { expect, it } from '@jest/globals';
import { NOON, ONE_O_CLOCK } from './builders';
import { onBothAdapters } from './on-both-adapters';

const cursor = (detail: unknown, name = 'users') => ({ name, savedAt: NOON, detail });

onBothAdapters('Cursors', (state) => {
  it('gives back what was saved, however long the link is', async () => {
    const saved = cursor({ link: 'x'.repeat(40_000), pages: 3 });
    expect(await state().cursors.read('users')).toBeUndefined();
    expect(await state().cursors.save(saved, undefined)).toBe('written');
    expect((await state().cursors.read('users'))?.value).toEqual(saved);
  });

  it('lets only one of two go on from the same place', async () => {
    await state().cursors.save(cursor(1), undefined);
    const { etag } = (await state().cursors.read('users'))!;
    expect(await state().cursors.save({ ...cursor(2), savedAt: ONE_O_CLOCK }, etag)).toBe('written');
    expect(await state().cursors.save(cursor(3), etag)).toBe('conflict');
    expect(await state().cursors.save(cursor(4), undefined)).toBe('conflict');
    expect((await state().cursors.read('users'))?.value.detail).toBe(2);
  });

  it('lists them all by name', async () => {
    for (const name of ['users', 'group-b', 'group-a'])
      await state().cursors.save(cursor(null, name), undefined);
    expect((await state().cursors.list()).map(({ name }) => name)).toEqual(['group-a', 'group-b', 'users']);
  });
});
