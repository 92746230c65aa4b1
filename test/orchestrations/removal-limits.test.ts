import { afterEach, describe, expect, it } from '@jest/globals';
import { hostId } from '../../shared/domain/ids';
import { guid } from '../shared/state/builders';
import { ACCESS_GROUP, BLOCKED_GROUP } from '../support/contoso-policy';
import { offboardingDesk, type Desk } from '../support/offboarding-desk';
import { seatReady } from '../support/seat-ready';

let desk: Desk;
afterEach(() => desk.product.stop());

const [ADA, BEN, CAS] = [guid(1), guid(2), guid(3)];
const NO_CAPS = { caps: { removalsPerDay: 0, removalsPercentPerDay: 0 } };

/** A partner whose first guests are ready, each on a host. */
async function seated(guests: number, policy: object = {}): Promise<void> {
  desk = await offboardingDesk(5, { ...NO_CAPS, ...policy });
  await seatReady(desk, guests);
}

async function removed(): Promise<Awaited<ReturnType<Desk['plan']>>> {
  const plan = await desk.approved();
  await desk.run(plan);
  await desk.product.advance(300);
  return desk.plan(plan.id);
}

describe('a planned removal', () => {
  it('leaves an administrator’s account alone, says so, and keeps the guest out by a block of its own', async () => {
    await seated(2, { account: { rule: 'disable' } });
    desk.tenant.admins.add(ADA);
    expect(await removed()).toMatchObject({
      state: 'finished',
      progress: { done: 1, failed: 0, skipped: 1 },
      skipped: [{ id: ADA, because: 'admin-role' }],
    });
    expect(desk.tenant.users.get(ADA as never)?.accountEnabled).toBe(true);
    expect(await desk.product.guest(ADA)).toMatchObject({ state: 'held', reason: { code: 'admin-role' } });
    expect([...desk.tenant.group(BLOCKED_GROUP)].sort()).toEqual([ADA, ACCESS_GROUP]);
    expect(desk.tenant.hosts.map(({ assignedUser }) => assignedUser)).not.toContain(`${ADA}@tenant`);
  });

  it('leaves alone a guest who was given something else since the plan, and says so', async () => {
    await seated(2);
    const plan = await desk.approved();
    const { subjects } = desk.product.ports;
    const row = (await subjects.read({ kind: 'guest', id: BEN }))!;
    const detail = {
      ...(row.value.detail as object),
      desktop: { kind: 'avd-personal', host: guid(9), name: 'x' },
    };
    await subjects.replace({ ...row.value, detail }, row.etag);
    await desk.run(plan);
    await desk.product.advance(300);
    expect(await desk.plan(plan.id)).toMatchObject({
      state: 'finished',
      skipped: [{ id: BEN, because: 'changed-since-plan' }],
      progress: { done: 1, skipped: 1 },
    });
    expect([...desk.tenant.group(ACCESS_GROUP)]).toEqual([BEN]);
  });

  it('touches nobody whom somebody put into the access group by hand, and says that it is there', async () => {
    await seated(1);
    const plan = await desk.approved();
    desk.tenant.admit(7, desk.product.host.clock.now());
    desk.tenant.group(ACCESS_GROUP).add(guid(7));
    await desk.run(plan);
    await desk.product.advance(300);
    const after = await desk.plan(plan.id);
    expect(after).toMatchObject({ state: 'finished', appeared: [guid(7)] });
    expect(after.remark).toContain('1 not in the plan');
    expect([...desk.tenant.group(ACCESS_GROUP)]).toEqual([guid(7)]);
  });

  it('undoes what an onboarding in flight had given, and lets it give nothing more', async () => {
    await seated(1);
    desk.tenant.durations.installSeconds = 3600;
    desk.tenant.admit(2, desk.product.host.clock.now());
    await desk.product.hint(BEN);
    await desk.product.advance(200);
    expect((await desk.product.guest(BEN)).state).toBe('working');
    expect(desk.tenant.group(ACCESS_GROUP).has(BEN)).toBe(true);
    expect(await removed()).toMatchObject({ state: 'finished', progress: { done: 2 } });
    await desk.product.advance(3600);
    expect(await desk.product.guest(BEN)).toMatchObject({ removal: { because: 'planned' }, desktop: null });
    expect(desk.tenant.group(ACCESS_GROUP).size).toBe(0);
    expect(desk.tenant.hosts.map(({ assignedUser }) => assignedUser).filter(Boolean)).toEqual([]);
  });
});

describe('a partner whose removal is over', () => {
  const uncut = () => desk.ask('askPartnerUncut', { partner: 'contoso' }, { reason: 'they are back' });

  it('is a partner again when it is uncut: who accepts an invitation anew is let in, who was only there is held', async () => {
    await seated(2);
    const host = (await desk.product.guest(ADA)).desktop!.host;
    const plan = await removed();
    await uncut();
    await desk.product.advance(60);
    expect(await desk.stage()).toMatchObject({ stage: 'open', cut: null });
    expect(desk.tenant.group(BLOCKED_GROUP).has(ACCESS_GROUP)).toBe(false);
    expect(await desk.product.guest(BEN)).toMatchObject({ state: 'held', reason: { code: 'restored' } });
    desk.tenant.admit(1, desk.product.host.clock.now());
    await desk.product.hint(ADA);
    await desk.product.advance(180);
    const ada = await desk.product.guest(ADA);
    expect(ada).toMatchObject({ state: 'ready', removal: null });
    expect(ada.desktop?.host).not.toBe(host);
    expect(desk.tenant.group(BLOCKED_GROUP).has(ADA)).toBe(false);
    // The old plan still names the guest; it is no reason any more.
    expect(await desk.product.ports.plans.names(plan.id, { kind: 'guest', id: ADA })).toBe(true);
    await desk.product.hint(ADA);
    await desk.product.advance(60);
    expect((await desk.product.guest(ADA)).state).toBe('ready');
  });

  it('holds a guest whose deleted account a helpdesk restores, with its groups', async () => {
    await seated(1, { account: { rule: 'delete-after-days', days: 1 } });
    const before = desk.tenant.users.get(ADA as never)!;
    await removed();
    await desk.product.advance(25 * 3600);
    expect(desk.tenant.users.has(ADA as never)).toBe(false);
    await uncut();
    await desk.product.advance(60);
    desk.tenant.users.set(ADA as never, before);
    await desk.product.hint(ADA);
    await desk.product.advance(60);
    expect(await desk.product.guest(ADA)).toMatchObject({ state: 'held', reason: { code: 'restored' } });
    expect(desk.tenant.hosts.map(({ assignedUser }) => assignedUser).filter(Boolean)).toEqual([]);
  });
});

describe('removals without a plan', () => {
  const losesEligibility = async (id: string) => {
    for (const [group, members] of desk.tenant.groups) if (group !== ACCESS_GROUP) members.delete(id);
    await desk.product.hint(id);
    await desk.product.advance(60);
  };
  const states = async () =>
    Promise.all([ADA, BEN, CAS].map(async (id) => (await desk.product.guest(id)).state));

  it.each([
    ['two a day', { removalsPerDay: 2, removalsPercentPerDay: 0 }, ['removed', 'removed', 'held']],
    [
      'a third of the guests a day',
      { removalsPerDay: 0, removalsPercentPerDay: 34 },
      ['removed', 'held', 'held'],
    ],
    [
      'the larger of both',
      { removalsPerDay: 1, removalsPercentPerDay: 100 },
      ['removed', 'removed', 'removed'],
    ],
    ['none', { removalsPerDay: 0, removalsPercentPerDay: 0 }, ['held', 'held', 'held']],
  ])('stop at %s, and the rest waits for a plan or for tomorrow', async (_what, caps, expected) => {
    await seated(3, { caps });
    for (const id of [ADA, BEN, CAS]) await losesEligibility(id);
    expect(await states()).toEqual(expected);
    const held = [ADA, BEN, CAS].filter((_, at) => expected[at] === 'held');
    for (const id of held) {
      expect(await desk.product.guest(id)).toMatchObject({ reason: { code: 'removal-cap' } });
      expect(desk.tenant.group(ACCESS_GROUP).has(id)).toBe(true);
    }
    const leases = await desk.product.ports.hosts.list();
    expect(leases.filter(({ lease }) => lease.kind === 'leased')).toHaveLength(held.length);
    expect(leases.map(({ host }) => hostId(host))).toHaveLength(3);
  });
});
