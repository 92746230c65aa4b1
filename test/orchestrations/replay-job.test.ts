import { afterEach, describe, expect, it } from '@jest/globals';
import type { ReplayView } from '../../shared/domain/admin-api/replay-view';
import { RetryableError, TerminalError } from '../../shared/domain/codes';
import { guestId } from '../../shared/domain/ids';
import { guid } from '../shared/state/builders';
import { ELIGIBLE_GROUP } from '../support/contoso-policy';
import { memorySessionHost } from '../support/memory-session-host';
import { OLGA } from '../support/ask-route';
import { instanceOf } from '../support/product-under-test';
import { offboardingDesk, type Desk } from '../support/offboarding-desk';

let desk: Desk;
afterEach(() => desk.product.stop());

const MINUTES = 60;
const OF_CONTOSO = { of: { kind: 'partner', partner: 'contoso' } };

/** Guests that are stuck because their pool is empty, which is mended then. */
async function withStuck(guests: number, hosts = guests): Promise<void> {
  desk = await offboardingDesk(0);
  for (let n = 1; n <= guests; n += 1) {
    desk.tenant.admit(n, desk.product.host.clock.now());
    await desk.product.hint(guid(n));
  }
  await desk.product.advance(30);
  expect(await desk.product.failures()).toHaveLength(guests);
  for (let n = 0; n < hosts; n += 1) desk.tenant.hosts.push(memorySessionHost(n));
}

const draw = async (body: object = OF_CONTOSO): Promise<ReplayView> => {
  const { record } = await desk.ask<ReplayView>('planReplay', {}, body);
  return show(record.id);
};
const show = (plan: string) => desk.ask<ReplayView>('showReplay', { plan });
const run = async ({ record: { id, hash } }: ReplayView, who = OLGA) => {
  const answer = await desk.ask<ReplayView & { code?: string; detail?: string }>(
    'runReplay',
    { plan: id },
    { hash, reason: 'hosts were added', ticket: 'CHG-1' },
    who,
  );
  await desk.product.settle();
  return answer;
};
const steer = async (verb: string, { record }: ReplayView) => {
  const answer = await desk.ask<ReplayView>(`${verb}Replay`, { plan: record.id }, { reason: 'asked to' });
  await desk.product.settle();
  return answer;
};

describe('a replay that runs', () => {
  it('asks one guest, then ten, then the rest, and resolves those it observes', async () => {
    await withStuck(12);
    const plan = await draw();
    await run(plan);
    await desk.product.advance(2);
    expect((await show(plan.record.id)).outcome).toMatchObject({ wave: 1, inFlight: [guid(1)] });
    expect((await desk.product.guest(guid(2))).state).toBe('held');
    await desk.product.advance(10 * MINUTES);
    const { record, outcome } = await show(plan.record.id);
    expect(outcome).toMatchObject({ wave: 3, changed: 12, failed: [], unconfirmed: [], skipped: [] });
    expect(outcome?.made).toMatchObject({ ensurePersonalHost: 12 });
    expect(record).toMatchObject({ state: 'finished', progress: { done: 12, total: 12 } });
    expect(await desk.product.failures()).toEqual([]);
    expect(await desk.product.ports.audit.read(1)).toMatchObject([
      { action: 'end-replay', result: 'done', reason: 'hosts were added', ticket: 'CHG-1' },
    ]);
  });

  it('leaves alone who moved since the plan, and says what differs', async () => {
    await withStuck(3);
    const plan = await draw();
    desk.tenant.group(ELIGIBLE_GROUP).delete(guid(2));
    await run(plan);
    await desk.product.advance(3 * MINUTES);
    const { outcome, record } = await show(plan.record.id);
    expect(outcome).toMatchObject({ changed: 2, failed: [] });
    expect(outcome?.skipped).toEqual([
      {
        id: guid(2),
        because: 'moved since the plan: what the guest should have, the group memberships',
      },
    ]);
    expect(record).toMatchObject({ state: 'finished', remark: expect.stringContaining('1 left alone') });
    expect((await desk.product.guest(guid(2))).state).toBe('held');
  });

  it('is refused where the one guest of its plan moved, naming the difference, and nothing changes', async () => {
    await withStuck(1);
    const plan = await draw();
    const user = desk.tenant.users.get(guestId(guid(1)))!;
    desk.tenant.users.set(user.id, { ...user, accountEnabled: false });
    const effects = desk.tenant.effects.length;
    expect(await run(plan)).toMatchObject({
      code: 'moved',
      detail: expect.stringContaining('the account'),
      moved: [{ id: guid(1) }],
    });
    await desk.product.advance(2 * MINUTES);
    expect((await show(plan.record.id)).record).toMatchObject({ state: 'proposed', start: null });
    expect(desk.tenant.effects).toHaveLength(effects);
  });

  it('is refused where the policy moved', async () => {
    await withStuck(1);
    const plan = await draw();
    const { partners } = desk.product.ports;
    const stored = (await partners.read('contoso' as never))!;
    await partners.put({ ...stored.value, startVm: 'never' }, stored.etag);
    expect(await run(plan)).toMatchObject({ code: 'moved', detail: expect.stringContaining('policy') });
  });

  it('starts once of ten starts at the same moment, and tells nine why not', async () => {
    await withStuck(1);
    const plan = await draw();
    const answers = await Promise.all(Array.from({ length: 10 }, () => run(plan)));
    expect(answers.filter(({ code }) => code === undefined)).toHaveLength(1);
    const codes = answers.flatMap(({ code }) => code ?? []);
    expect(codes).toHaveLength(9);
    expect(['already-started', 'changed-meanwhile']).toEqual(expect.arrayContaining([...new Set(codes)]));
    await desk.product.advance(3 * MINUTES);
    expect((await desk.product.guest(guid(1))).runs).toBe(2);
    expect(desk.tenant.effects.filter((effect) => effect.startsWith('assign'))).toHaveLength(1);
  });

  it('halts after its first guest where that one is not resolved; resumed it goes on', async () => {
    await withStuck(3);
    const { desktops } = desk.product.ports;
    const assignUser = desktops.assignUser.bind(desktops);
    desktops.assignUser = () => Promise.reject(new TerminalError('forbidden', 'the role was taken away'));
    const plan = await draw();
    await run(plan);
    await desk.product.advance(2 * MINUTES);
    const halted = await show(plan.record.id);
    expect(halted).toMatchObject({
      record: {
        state: 'paused',
        remark: 'halted by itself: 1 of 1 guest(s) that ended were not resolved, more than 20 %',
      },
      outcome: { failed: [{ id: guid(1), because: 'forbidden' }], inFlight: [] },
    });
    expect((await desk.product.guest(guid(2))).reason?.code).toBe('no-free-host');
    desktops.assignUser = assignUser;
    await steer('resume', plan);
    await desk.product.advance(3 * MINUTES);
    expect(await show(plan.record.id)).toMatchObject({
      record: { state: 'finished' },
      outcome: { changed: 2, failed: [{ id: guid(1) }] },
    });
    expect(await desk.product.ports.audit.read(1)).toMatchObject([
      { action: 'end-replay', result: 'failed' },
    ]);
  });

  it('asks nobody while it is paused; who is under way ends; stopped it leaves the rest as they were', async () => {
    await withStuck(3);
    desk.tenant.durations.installSeconds = 60;
    const plan = await draw();
    await run(plan);
    await steer('pause', plan);
    await desk.product.advance(20 * MINUTES);
    expect(await show(plan.record.id)).toMatchObject({
      record: { state: 'paused', remark: 'asked to', progress: { done: 1 } },
    });
    expect((await desk.product.guest(guid(2))).state).toBe('held');
    await steer('stop', plan);
    await desk.product.advance(2 * MINUTES);
    expect(await show(plan.record.id)).toMatchObject({
      record: { state: 'stopped' },
      outcome: { changed: 1 },
    });
    expect(await desk.product.ports.audit.read(1)).toMatchObject([{ action: 'end-replay' }]);
    expect((await steer('resume', plan)) as unknown).toMatchObject({ code: 'ended' });
  });

  it('waits while the kill switch is on', async () => {
    await withStuck(1);
    const plan = await draw();
    await desk.ask('turnKillSwitch', {}, { isOn: true, reason: 'something looks wrong' });
    await run(plan);
    await desk.product.advance(10);
    expect((await show(plan.record.id)).record).toMatchObject({
      state: 'paused',
      remark: 'the kill switch is on',
    });
    expect((await desk.product.guest(guid(1))).state).toBe('held');
  });

  it('leaves who is not observed as planned unconfirmed, with what is missing', async () => {
    await withStuck(1);
    const plan = await draw();
    const { liveGuests } = desk.product.ports;
    await run(plan);
    // The run reads a member back; the tenant, looked at afresh, does not show it.
    const look = liveGuests.look.bind(liveGuests);
    liveGuests.look = async (guests) =>
      (await look(guests)).map((one) => ({
        ...one,
        live: { ...one.live, situation: { ...one.live.situation, groups: [ELIGIBLE_GROUP as never] } },
      }));
    await desk.product.advance(6 * MINUTES);
    expect((await desk.product.guest(guid(1))).state).toBe('ready');
    expect((await show(plan.record.id)).outcome).toMatchObject({
      changed: 0,
      unconfirmed: [{ id: guid(1), because: expect.stringContaining('not observed: ensureMember') }],
    });
  });

  it('plans and runs from rows and ledger where the engine has forgotten the runs that failed', async () => {
    await withStuck(2);
    const purge = '/runtime/webhooks/durabletask/instances/?code=local-system-key';
    const old = '&createdTimeFrom=2020-01-01T00:00:00Z';
    const answer = await desk.product.host.http(purge + old, { method: 'DELETE' });
    expect(answer.status).toBe(200);
    expect(desk.product.host.status(instanceOf(guid(1), 1))).toBeUndefined();
    const plan = await draw();
    expect(plan).toMatchObject({ subjects: 2, blocked: 0 });
    await run(plan);
    await desk.product.advance(3 * MINUTES);
    expect((await show(plan.record.id)).outcome).toMatchObject({ changed: 2 });
    expect(await desk.product.story(guid(1))).toContain('ensurePersonalHost refused no-free-host');
  });

  it('calls nobody moved whom it has asked itself: a repeat after the hints went out changes nothing', async () => {
    await withStuck(2);
    const plan = await draw();
    const { hints, cursors } = desk.product.ports;
    const send = hints.send.bind(hints);
    let deaths = 0;
    hints.send = async (all, at) => {
      await send(all, at);
      if (all.every(({ kind, hintId }) => kind !== 'guest' || !hintId.endsWith('-replay'))) return;
      deaths += 1;
      if (deaths % 2 === 1) throw new RetryableError('unavailable', 'the answer was lost', 1);
    };
    const save = cursors.save.bind(cursors);
    let conflicts = 0;
    cursors.save = (cursor, etag) =>
      cursor.name.startsWith('plan-') && (conflicts += 1) % 3 === 0
        ? Promise.resolve('conflict')
        : save(cursor, etag);
    await run(plan);
    await desk.product.advance(4 * MINUTES);
    expect(deaths).toBeGreaterThan(2);
    expect((await show(plan.record.id)).outcome).toMatchObject({ changed: 2, skipped: [], failed: [] });
    expect(desk.tenant.effects.filter((effect) => effect.startsWith('assign'))).toHaveLength(2);
  });
});
