import { expect, it } from '@jest/globals';
import { NOON, notice, ONE_O_CLOCK } from './builders';
import { onBothAdapters } from './on-both-adapters';

onBothAdapters('NoticeOutbox', (state) => {
  const waiting = async () => (await state().noticeOutbox.waiting()).map(({ value }) => value);

  it('keeps a notice once, however often it is recorded', async () => {
    expect(await state().noticeOutbox.add(notice(1))).toBe('added');
    expect(await state().noticeOutbox.add(notice(1, { recordedAt: ONE_O_CLOCK }))).toBe('known');
    expect(await waiting()).toEqual([notice(1)]);
  });

  it('tells guests, kinds, occasions and readers apart', async () => {
    const all = [
      notice(1),
      notice(1, { kind: 'guest-reminder' }),
      notice(1, { occasion: ONE_O_CLOCK }),
      notice(1, { to: null, channel: 'webhook' }),
      notice(2),
    ];
    for (const one of all) expect(await state().noticeOutbox.add(one)).toBe('added');
    expect(await waiting()).toHaveLength(5);
  });

  it('lets one of two senders take a notice up', async () => {
    await state().noticeOutbox.add(notice(1));
    const [read] = await state().noticeOutbox.waiting();
    const take = () => state().noticeOutbox.replace({ ...read!.value, tries: 1 }, read!.etag);
    expect([await take(), await take()]).toEqual(['written', 'conflict']);
  });

  it('does not add again what was sent', async () => {
    await state().noticeOutbox.add(notice(1));
    const [read] = await state().noticeOutbox.waiting();
    await state().noticeOutbox.replace({ ...read!.value, state: 'sent', sentAt: NOON }, read!.etag);
    expect(await state().noticeOutbox.add(notice(1))).toBe('known');
    expect(await waiting()).toEqual([]);
  });

  it('gives pages in order, by state too', async () => {
    for (const n of [3, 1, 2]) await state().noticeOutbox.add(notice(n));
    await state().noticeOutbox.add(notice(1, { kind: 'guest-reminder', state: 'dropped' }));
    const first = await state().noticeOutbox.page({ state: 'waiting' }, undefined, 2);
    expect(first.map(({ notice: { guest } }) => guest)).toEqual([notice(1).guest, notice(2).guest]);
    const rest = await state().noticeOutbox.page({}, first[1]!.place, 9);
    expect(rest.map(({ notice: { guest } }) => guest)).toEqual([notice(3).guest]);
    expect(await state().noticeOutbox.page({}, undefined, 9)).toHaveLength(4);
  });

  it('forgets what is old and done, never what waits', async () => {
    await state().noticeOutbox.add(notice(1));
    await state().noticeOutbox.add(notice(2, { state: 'sent', sentAt: NOON }));
    await state().noticeOutbox.add(notice(3, { state: 'sent', sentAt: NOON, recordedAt: ONE_O_CLOCK }));
    expect(await state().noticeOutbox.purgeBefore(ONE_O_CLOCK, 100)).toBe(1);
    expect(await state().noticeOutbox.page({}, undefined, 9)).toHaveLength(2);
  });
});
