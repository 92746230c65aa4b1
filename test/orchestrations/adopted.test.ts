import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { afterAdoptionStep } from '../../shared/domain/adoption/change-record';
import { EMPTY_GUEST_RECORD, guestRecord } from '../../shared/domain/guest-record';
import { freshHostRecord } from '../../shared/domain/host-record';
import { guestId, hostId } from '../../shared/domain/ids';
import { freshRow } from '../../shared/domain/subject-row';
import {
  ACCESS_GROUP,
  BLOCKED_GROUP,
  CLOUD_PC_GROUP,
  contosoPolicy,
  ELIGIBLE_GROUP,
} from '../support/contoso-policy';
import { offboardingDesk, type Desk } from '../support/offboarding-desk';

let desk: Desk;
let ada: string;
const START = Date.parse('2026-09-01T08:00:00Z');
const of = { kind: 'access-group', partner: 'contoso' } as const;

/** As an adoption leaves a guest who was in the access group, with a host, before Gatehouse. */
beforeEach(async () => {
  desk = await offboardingDesk(1, { enrol: { rule: 'all' } }, { hasGuards: false });
  const { tenant, product } = desk;
  ada = tenant.admit(1, START);
  tenant.group(ACCESS_GROUP).add(ada);
  const host = tenant.hosts[0]!;
  host.assignedUser = `${ada}@tenant`;
  const target = { kind: 'vm' as const, vmResourceId: host.vmResourceId!, sessionHostId: host.id };
  const lease = {
    kind: 'leased' as const,
    guest: guestId(ada),
    at: '2026-09-01T08:00:00Z',
    owner: 'adopted' as const,
  };
  await product.ports.hosts.insert(freshHostRecord(hostId(host.vmId!), target, lease));
  const record = { ...EMPTY_GUEST_RECORD, existedBefore: true };
  const what = { groups: [ACCESS_GROUP as string], hosts: [host.vmId!] };
  const detail = afterAdoptionStep('adopt', record, what, of);
  const row = {
    ...freshRow({ kind: 'guest' as const, id: ada }),
    state: 'observed',
    partner: 'contoso',
    detail,
  };
  await product.ports.subjects.insert(row);
});
afterEach(() => desk.product.stop());

async function look(): Promise<Awaited<ReturnType<Desk['product']['guest']>>> {
  await desk.product.hint(ada);
  await desk.product.advance(120);
  return desk.product.guest(ada);
}

async function takeOwnership(): Promise<void> {
  const { subjects, hosts } = desk.product.ports;
  const stored = (await subjects.read({ kind: 'guest', id: ada }))!;
  const record = guestRecord(stored.value.detail);
  const what = { groups: [ACCESS_GROUP as string], hosts: record.adoptedHosts };
  await subjects.replace(
    { ...stored.value, detail: afterAdoptionStep('take-ownership', record, what, of) },
    stored.etag,
  );
  const lease = (await hosts.leasedTo(guestId(ada)))[0]!;
  await hosts.replace(
    { ...lease.value, lease: { kind: 'leased', guest: guestId(ada), at: '2026-09-01T08:00:00Z' } },
    lease.etag,
  );
}

const isMember = () => desk.tenant.group(ACCESS_GROUP).has(ada);

describe('a guest whose access was adopted', () => {
  it('is verified like any other: nothing is given to it that it has', async () => {
    expect(await look()).toMatchObject({
      state: 'ready',
      grants: [{ group: ACCESS_GROUP, owner: 'adopted' }],
    });
    expect(desk.tenant.effects.filter((what) => /^(add|assign)/.test(what))).toEqual([]);
  });

  it('keeps it when nothing justifies it any more: that is no removal of ours', async () => {
    await look();
    desk.tenant.group(ELIGIBLE_GROUP).delete(ada);
    desk.tenant.effects.length = 0;
    expect(await look()).toMatchObject({ state: 'ignored', reason: { code: 'not-entitled' } });
    expect(desk.tenant.effects).toEqual([]);
    expect(isMember()).toBe(true);
  });

  it('loses it like any other once somebody has taken ownership', async () => {
    await look();
    await takeOwnership();
    desk.tenant.group(ELIGIBLE_GROUP).delete(ada);
    expect(await look()).toMatchObject({ state: 'removed', grants: [{ kind: 'blocked-group' }] });
    expect(isMember()).toBe(false);
    expect(desk.tenant.hosts[0]?.assignedUser).toBeNull();
  });

  it('keeps its membership though somebody else redeemed it, and the hold says so', async () => {
    await look();
    const user = desk.tenant.users.get(guestId(ada))!;
    desk.tenant.users.set(user.id, { ...user, issuers: ['google.com'] });
    const guest = await look();
    expect(guest.state).toBe('held');
    expect(guest.reason?.message).toMatch(/its membership stays: adopted/);
    expect(isMember()).toBe(true);
  });

  it('is blocked by a plan that people approved, keeps what it had, and is read back as removed once', async () => {
    await look();
    const plan = await desk.approved();
    expect(plan.facts).toMatchObject({
      staying: [{ guest: ada, group: ACCESS_GROUP, because: 'adopted' }],
      stayingHosts: [{ guest: ada }],
      hosts: 0,
    });
    await desk.run(plan);
    await desk.product.advance(600);
    const guest = await desk.product.guest(ada);
    expect(guest).toMatchObject({ state: 'removed', removal: { because: 'planned' } });
    expect(guest.checks.filter(({ observed }) => observed.startsWith('stays: adopted'))).toHaveLength(2);
    expect(desk.tenant.group(BLOCKED_GROUP).has(ada)).toBe(true);
    expect(isMember()).toBe(true);
    expect(desk.tenant.hosts[0]?.assignedUser).toBe(`${ada}@tenant`);
    const { runs } = guest;
    desk.tenant.effects.length = 0;
    // As anybody of a partner that has gone: nothing more is done for it.
    expect(await look()).toMatchObject({ state: 'held', reason: { code: 'partner-cut' } });
    expect(desk.tenant.effects).toEqual([]);
    expect((await desk.product.guest(ada)).runs).toBe(runs + 1);
  });

  it('is not taken out of the group by a wish that somebody left, whoever it was', async () => {
    const { outbox } = desk.product.ports;
    const wish = {
      group: ACCESS_GROUP,
      member: guestId(ada),
      operation: 'remove' as const,
      partner: contosoPolicy().partner,
    };
    await outbox.put({ ...wish, askedAt: '2026-09-01T08:00:00Z', refused: null, isPlanned: true });
    await desk.product.hint(ACCESS_GROUP, 'group');
    await desk.product.advance(30);
    expect(isMember()).toBe(true);
    expect((await outbox.read(ACCESS_GROUP, guestId(ada)))?.value.refused).toMatchObject({ code: 'adopted' });
  });

  it('is not taken away by an order either: the gateway refuses to', async () => {
    const { orders } = desk.product.ports;
    await orders.insert({
      guest: guestId(ada),
      action: 'leave-cloud-pc-group',
      partner: contosoPolicy().partner,
      target: CLOUD_PC_GROUP,
      plan: null,
      askedAt: '2026-09-01T08:00:00.000Z',
      askedBy: 'somebody',
      state: 'asked',
      refused: null,
      before: null,
      receipt: null,
    });
    await desk.product.hint(ada, 'order');
    await desk.product.advance(10);
    const order = await orders.read(guestId(ada), 'leave-cloud-pc-group');
    expect(order?.value).toMatchObject({ state: 'refused', refused: { code: 'adopted' } });
    expect(desk.tenant.effects.filter((what) => what.startsWith('remove'))).toEqual([]);
  });
});
