import { expect, it } from '@jest/globals';
import { ONE_O_CLOCK, wish } from './builders';
import { onBothAdapters } from './on-both-adapters';

onBothAdapters('MemberOutbox', (state) => {
  const read = (group: number, member: number) =>
    state().outbox.read(wish(group, member).group, wish(group, member).member);
  const refused = { code: 'forbidden', message: 'the group is protected' } as const;

  it('gives back a wish as it was put', async () => {
    expect(await read(1, 1)).toBeUndefined();
    await state().outbox.put(wish(1, 1, { refused }));
    expect((await read(1, 1))?.value).toEqual(wish(1, 1, { refused }));
  });

  it('lets the newer wish for a member replace the older, the answer to it included', async () => {
    await state().outbox.put(wish(1, 1, { refused }));
    const newer = wish(1, 1, { operation: 'remove', askedAt: ONE_O_CLOCK });
    await state().outbox.put(newer);
    expect((await state().outbox.list(newer.group)).map(({ value }) => value)).toEqual([newer]);
  });

  it('lists the wishes for one group only', async () => {
    for (const [group, member] of [
      [1, 1],
      [1, 2],
      [2, 1],
    ] as const)
      await state().outbox.put(wish(group, member));
    const listed = await state().outbox.list(wish(1, 1).group);
    expect(listed.map(({ value }) => value)).toEqual([wish(1, 1), wish(1, 2)]);
  });

  it('removes a wish that is still the one that was read', async () => {
    await state().outbox.put(wish(1, 1));
    const { etag } = (await read(1, 1))!;
    expect(await state().outbox.remove(wish(1, 1).group, wish(1, 1).member, etag)).toBe('removed');
    expect(await read(1, 1)).toBeUndefined();
  });

  it('counts a wish as removed that is gone: safe to repeat', async () => {
    await state().outbox.put(wish(1, 1));
    const { etag } = (await read(1, 1))!;
    await state().outbox.remove(wish(1, 1).group, wish(1, 1).member, etag);
    expect(await state().outbox.remove(wish(1, 1).group, wish(1, 1).member, etag)).toBe('removed');
  });

  it('lets a newer wish stay when the older is removed or refused, even where it asks the same', async () => {
    await state().outbox.put(wish(1, 1));
    const { etag } = (await read(1, 1))!;
    await state().outbox.put(wish(1, 1, { askedAt: ONE_O_CLOCK }));
    expect(await state().outbox.remove(wish(1, 1).group, wish(1, 1).member, etag)).toBe('conflict');
    expect(await state().outbox.refuse(wish(1, 1), etag, refused)).toBe('conflict');
    expect((await read(1, 1))?.value).toEqual(wish(1, 1, { askedAt: ONE_O_CLOCK }));
  });

  it('notes a refusal on the wish that was read', async () => {
    await state().outbox.put(wish(1, 1));
    const { value, etag } = (await read(1, 1))!;
    expect(await state().outbox.refuse(value, etag, refused)).toBe('written');
    expect((await read(1, 1))?.value).toEqual(wish(1, 1, { refused }));
  });

  it('notes no refusal on a wish that was taken away', async () => {
    await state().outbox.put(wish(1, 1));
    const { value, etag } = (await read(1, 1))!;
    await state().outbox.remove(value.group, value.member, etag);
    expect(await state().outbox.refuse(value, etag, refused)).toBe('conflict');
    expect(await read(1, 1)).toBeUndefined();
  });

  it('keeps one wish where several ask for one member at once', async () => {
    const wishes = [1, 2, 3, 4].map((n) => wish(1, 1, { partner: `partner-${n}` }));
    await Promise.all(wishes.map((asked) => state().outbox.put(asked)));
    expect(await state().outbox.list(wish(1, 1).group)).toHaveLength(1);
  });
});
