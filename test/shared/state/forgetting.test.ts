import { expect, it } from '@jest/globals';
import { guestId } from '../../../shared/domain/ids';
import { removalOrderSchema } from '../../../shared/domain/removal-order';
import { guid, ledgerFact, NOON, notice, ONE_O_CLOCK, subject, subjectRow, wish } from './builders';
import { onBothAdapters } from './on-both-adapters';
import { planRecord } from './plan-record-builder';

const refused = { code: 'forbidden', message: 'the group is protected' } as const;
const MARK = { invitedBy: guid(9, 'e'), sponsor: null, at: NOON, language: null };
const order = (n: number) =>
  removalOrderSchema.parse({
    guest: guid(n),
    action: 'disable-account',
    partner: 'contoso',
    target: null,
    plan: null,
    askedAt: NOON,
    askedBy: `guest-${guid(n)}-1`,
    state: 'done',
    refused: null,
    before: null,
    receipt: null,
  });

onBothAdapters('What is to be forgotten', (state) => {
  it('goes from a ledger up to an entry, and the next one still follows on the newest', async () => {
    const { ledger } = state();
    for (const [n, at] of [NOON, NOON, ONE_O_CLOCK].entries())
      await ledger.append(ledgerFact(subject(1), `op-${n}`, { at }));
    await ledger.append(ledgerFact(subject(2), 'op', { at: ONE_O_CLOCK }));
    await ledger.append(ledgerFact(subject(3, 'host'), 'op'));
    expect(await ledger.subjectsOlderThan(ONE_O_CLOCK, '', 9)).toEqual([subject(1), subject(3, 'host')]);
    expect(await ledger.subjectsOlderThan(ONE_O_CLOCK, `guest-${guid(1)}`, 9)).toEqual([subject(3, 'host')]);
    expect(await ledger.subjectsOlderThan(ONE_O_CLOCK, '', 1)).toEqual([subject(1)]);
    const last = await ledger.newestBefore(subject(1), ONE_O_CLOCK);
    expect(last?.seq).toBe(2);
    expect(await ledger.newestBefore(subject(2), ONE_O_CLOCK)).toBeUndefined();
    expect(await ledger.removeUpTo(subject(1), 2)).toBe(2);
    expect(await ledger.removeUpTo(subject(1), 2)).toBe(0);
    const [left, ...rest] = await ledger.read(subject(1));
    expect(rest).toEqual([]);
    expect(left).toMatchObject({ seq: 3, previousHash: last?.hash });
    expect((await ledger.append(ledgerFact(subject(1), 'op-9'))).seq).toBe(4);
    expect(await ledger.read(subject(2))).toHaveLength(1);
  });

  it('is a wish that was refused long ago, and none that waits', async () => {
    const { outbox } = state();
    await outbox.put(wish(1, 1, { refused }));
    await outbox.put(wish(1, 2, { refused, askedAt: ONE_O_CLOCK }));
    await outbox.put(wish(2, 1));
    expect(await outbox.purgeRefusedBefore(ONE_O_CLOCK, 10)).toBe(1);
    expect(await outbox.purgeRefusedBefore(ONE_O_CLOCK, 10)).toBe(0);
    expect((await outbox.listOf(wish(2, 1).member)).map(({ value }) => value)).toEqual([wish(2, 1)]);
    expect(await outbox.listOf(wish(1, 2).member)).toHaveLength(1);
  });

  it('goes page by page where there is much of it', async () => {
    const seen = { at: NOON, by: 'webhook', fact: 'changed' } as const;
    for (const n of [1, 2, 3]) await state().sightings.record(guid(n), [{ ...seen, id: 'a' }]);
    expect(await state().sightings.purgeBefore('2026-09-02', 2)).toBe(2);
    expect(await state().sightings.purgeBefore('2026-09-02', 2)).toBe(1);
  });

  it('is one guest among others: marks, sightings, orders, names in plans, its row', async () => {
    const { invitedGuests, sightings, orders, noticeOutbox, plans, subjects } = state();
    for (const n of [1, 2]) {
      await invitedGuests.record({ ...MARK, guest: guestId(guid(n)) });
      await sightings.record(guid(n), [{ id: 'a', at: NOON, by: 'webhook', fact: 'changed' }]);
      await orders.insert(order(n));
      await noticeOutbox.add(notice(n));
      await subjects.insert(subjectRow(subject(n)));
    }
    await plans.insert(planRecord({ id: guid(7) }));
    await plans.addSubjects(guid(7), [subject(1), subject(2)]);
    for (let times = 0; times < 2; times += 1) {
      await invitedGuests.forget(guestId(guid(1)));
      await sightings.forget(guid(1));
      await orders.forget(guestId(guid(1)));
      await noticeOutbox.forget(notice(1).about);
      await plans.forgetSubject(subject(1));
    }
    expect([await invitedGuests.has(guestId(guid(1))), await invitedGuests.has(guestId(guid(2)))]).toEqual([
      ...[false, true],
    ]);
    expect((await sightings.from('2026-01-01')).map(({ guest }) => guest)).toEqual([guid(2)]);
    expect((await noticeOutbox.waiting()).map(({ value }) => value)).toEqual([notice(2)]);
    expect(await orders.list(guestId(guid(1)))).toEqual([]);
    expect(await orders.list(guestId(guid(2)))).toHaveLength(1);
    expect([await plans.names(guid(7), subject(1)), await plans.names(guid(7), subject(2))]).toEqual([
      false,
      true,
    ]);
    const { etag } = (await subjects.read(subject(1)))!;
    await subjects.replace(subjectRow(subject(1), { state: 'ready' }), etag);
    expect(await subjects.remove(subject(1), etag)).toBe('conflict');
    expect(await subjects.remove(subject(1), (await subjects.read(subject(1)))!.etag)).toBe('removed');
    expect(await subjects.remove(subject(1), etag)).toBe('removed');
  });

  it('is a plan with whom it names, and a cursor', async () => {
    const { plans, cursors } = state();
    for (const n of [7, 8]) {
      await plans.insert(planRecord({ id: guid(n) }));
      await plans.addSubjects(guid(n), [subject(1)]);
    }
    await plans.remove(guid(7));
    await plans.remove(guid(7));
    expect((await plans.list()).map(({ id }) => id)).toEqual([guid(8)]);
    expect([await plans.names(guid(7), subject(1)), await plans.names(guid(8), subject(1))]).toEqual([
      false,
      true,
    ]);
    await cursors.save({ name: 'a', savedAt: NOON, detail: 1 }, undefined);
    const { etag } = (await cursors.read('a'))!;
    expect([await cursors.remove('a', etag), await cursors.remove('a', etag)]).toEqual([
      'removed',
      'removed',
    ]);
    expect(await cursors.read('a')).toBeUndefined();
  });
});
