import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { renewSubscriptions } from '../../../functions/schedules/renew-subscriptions';
import { sweepGuests } from '../../../functions/schedules/sweep-guests';
import { sweepCursorSchema } from '../../../shared/domain/sweep-cursor';
import { contextOf, eventsUnderTest, stopAll, type EventsUnderTest } from '../events/events-under-test';

let events: EventsUnderTest;
beforeEach(async () => {
  events = await eventsUnderTest();
  await events.applyPolicy();
});
afterEach(stopAll);

const sweep = () => sweepGuests(events.ports)(contextOf(events.log));
const tick = async () => {
  await sweep();
  await events.settle();
  await events.endRuns();
};
const invite = (name: string) => events.tenant.control.invite({ mail: `${name}@contoso.com` });
const cursor = async () => sweepCursorSchema.parse((await events.ports.cursors.read('users'))?.value.detail);
const hinted = () => events.bus.said.map(({ hint }) => hint.id);
/** Nobody is subscribed: no change is announced. */
describe('the sweep, where no notification comes at all', () => {
  it('takes the first round for a baseline: who was here gets a row, no run, and nothing is reported', async () => {
    const ada = await invite('ada');
    const stranger = await events.tenant.control.invite({ mail: 'eve@elsewhere.example' });
    await events.advance(10);
    await tick();
    expect(hinted()).toEqual([]);
    const rowOf = async (id: string) => (await events.ports.subjects.read({ kind: 'guest', id }))?.value;
    expect(await rowOf(ada.id)).toMatchObject({
      state: 'observed',
      partner: 'contoso',
      run: 0,
      detail: { existedBefore: true, homeDomain: 'contoso.com' },
    });
    expect(await rowOf(stranger.id)).toMatchObject({ state: 'observed', partner: null, run: 0 });
    expect((await events.report()).totals).toMatchObject({ changesSwept: 0, missed: 0 });
    expect(await cursor()).toMatchObject({ isFull: true, resyncs: 0 });
  });

  it('looks at who came while the first round was under way, and again at nobody who is no partner’s', async () => {
    await events.tenant.control.invite({ mail: 'eve@elsewhere.example' });
    await events.advance(10);
    await tick();
    await events.tenant.control.resetDelta({});
    const cleo = await invite('cleo');
    await tick();
    expect(hinted()).toEqual([cleo.id]);
  });

  it('finds an invitation, an acceptance, a deletion, a restore and a purge, each as missed', async () => {
    await tick();
    await events.advance(10);
    const ada = await invite('ada');
    await events.advance(3);
    const facts: string[] = [];
    const find = async () => {
      await tick();
      const report = await events.report();
      const [change] = report.changes;
      facts.push(`${change!.guest === ada.id ? 'ada' : 'another'} ${change!.fact} ${change!.verdict}`);
      await events.advance(10);
    };
    await find();
    await events.tenant.control.accept({ user: ada.id, homeTenant: 'contoso' });
    await find();
    await events.tenant.control.deleteUser({ user: ada.id });
    await find();
    await events.tenant.control.restoreUser({ user: ada.id });
    await find();
    await events.tenant.control.deleteUser({ user: ada.id });
    await events.tenant.control.purgeUser({ user: ada.id });
    await find();
    expect(facts).toEqual([
      'ada changed missed',
      'ada changed missed',
      'ada soft-deleted missed',
      'ada changed missed',
      'ada deleted missed',
    ]);
    const { changes, totals } = await events.report();
    expect(totals).toMatchObject({ changesSwept: 5, missed: 5, announced: 0 });
    expect(changes.at(-1)).toMatchObject({ isAtMost: false, lateBySeconds: 180 });
    expect(changes.find(({ fact }) => fact === 'soft-deleted')).toMatchObject({
      isAtMost: true,
      lateBySeconds: 600,
    });
  });

  it('says nothing of members, and of nobody where nothing changed', async () => {
    await tick();
    const before = events.bus.said.length;
    await events.tenant.control.disableUser({ user: 'piet' });
    await events.advance(10);
    await tick();
    expect(events.bus.said).toHaveLength(before);
  });

  it('repeats a page whose cursor was not saved, and loses nothing by it', async () => {
    await tick();
    await events.advance(10);
    const ada = await invite('ada');
    const { cursors } = events.ports;
    const dying = { ...cursors, save: () => Promise.reject(new Error('killed before the cursor was saved')) };
    await expect(sweepGuests({ ...events.ports, cursors: dying })(contextOf())).rejects.toThrow('killed');
    await tick();
    expect(hinted().filter((id) => id === ada.id).length).toBe(2);
    expect((await events.report()).totals.changesSwept).toBe(1);
  });

  it('saves no cursor where the bus did not take the hints', async () => {
    await tick();
    const before = await cursor();
    await invite('ada');
    const hints = { send: () => Promise.reject(new Error('the bus is away')) };
    await expect(sweepGuests({ ...events.ports, hints })(contextOf())).rejects.toThrow('the bus is away');
    expect(await cursor()).toEqual(before);
  });

  it('leaves the round to another instance that saved first', async () => {
    await tick();
    const saved = (await events.ports.cursors.read('users'))!;
    const cursors = {
      ...events.ports.cursors,
      read: () => Promise.resolve({ ...saved, etag: '"an older one"' }),
    };
    await sweepGuests({ ...events.ports, cursors })(contextOf(events.log));
    expect(events.log.join('\n')).toContain('Another instance sweeps users');
  });

  it.each([
    ['a reset of the service', async () => events.tenant.control.resetDelta({})],
    ['a link of eight days', async () => events.advance(8 * 24 * 60)],
  ])('begins from nothing after %s, finds who came, and confirms who is absent', async (_cause, forget) => {
    const [ada, ben] = [await invite('ada'), await invite('ben')];
    await tick();
    await forget();
    await events.tenant.control.deleteUser({ user: ada.id });
    await events.tenant.control.purgeUser({ user: ada.id });
    const cleo = await invite('cleo');
    const before = events.bus.said.length;
    await tick();
    const facts = events.bus.said.slice(before).map(({ hint }) => [hint.id, hint.seen?.[0]?.fact]);
    expect(facts).toContainEqual([ada.id, 'absent']);
    expect(facts).toContainEqual([cleo.id, 'changed']);
    expect(facts).toContainEqual([ben.id, undefined]);
    expect(await cursor()).toMatchObject({ resyncs: 1 });
    await events.advance(10);
    await tick();
    expect(await cursor()).toMatchObject({ isFull: false, resyncs: 1 });
  });

  it('takes nobody for absent whom the directory still has, however little a full round tells', async () => {
    const ada = await invite('ada');
    await tick();
    await events.tenant.control.resetDelta({});
    const empty = { changes: [], link: 'https://nowhere.example/', isEnd: true };
    const userChanges = { ...events.ports.userChanges, first: () => Promise.resolve(empty) };
    const before = events.bus.said.length;
    await sweepGuests({ ...events.ports, userChanges })(contextOf());
    expect(events.bus.said.slice(before).map(({ hint }) => hint.id)).not.toContain(ada.id);
  });
});

describe('the sweep beside notifications', () => {
  beforeEach(async () => {
    await renewSubscriptions(events.ports)(contextOf(events.log));
    await tick();
    await events.advance(10);
  });

  it('finds what was announced, and reports nothing as late', async () => {
    await invite('ada');
    await events.settle();
    await tick();
    expect((await events.report()).totals).toMatchObject({
      changesSwept: 1,
      announced: 1,
      missed: 0,
      late: 0,
    });
  });

  it('finds what was lost while notifications were dropped for an hour, and nothing else', async () => {
    await events.tenant.control.setNotifications({ lossProbability: 1 });
    const lost = [await invite('ada'), await invite('ben')].map(({ id }) => id);
    await events.advance(30);
    // Graph's question for reauthorization is lost as well; it is renewed unasked.
    await events.advance(15);
    await renewSubscriptions(events.ports)(contextOf(events.log));
    await events.advance(15);
    await events.tenant.control.setNotifications({ lossProbability: 0 });
    await invite('cleo');
    await events.settle();
    await tick();
    const { changes, totals } = await events.report();
    expect(totals).toMatchObject({ changesSwept: 3, announced: 1, missed: 2, worstLateBySeconds: 3600 });
    expect(
      changes
        .filter(({ verdict }) => verdict === 'missed')
        .map(({ guest }) => guest)
        .sort(),
    ).toEqual(lost.sort());
  });

  it('tells late from missed where the webhook was down and Graph tried again', async () => {
    events.switches.isDown = true;
    await invite('ada');
    await events.tenant.control.drainNotifications({});
    await tick();
    expect((await events.report()).totals).toMatchObject({ missed: 1, late: 0 });
    events.switches.isDown = false;
    await events.advance(120);
    await events.settle();
    expect((await events.report()).totals).toMatchObject({ missed: 0, late: 1 });
  });

  it('names notifications that were duplicates or came out of order', async () => {
    await events.tenant.control.setNotifications({ duplicateProbability: 1 });
    const ada = await invite('ada');
    await events.settle();
    await tick();
    const { odd, totals } = await events.report();
    expect(totals.duplicates).toBeGreaterThanOrEqual(1);
    expect(odd.every(({ guest, verdict }) => guest === ada.id && verdict === 'duplicate')).toBe(true);
  });
});
