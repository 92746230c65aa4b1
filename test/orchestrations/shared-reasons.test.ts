import { afterEach, describe, expect, it } from '@jest/globals';
import { guestRecord } from '../../shared/domain/guest-record';
import { guestId } from '../../shared/domain/ids';
import { guid } from '../shared/state/builders';
import { ACCESS_GROUP, BLOCKED_GROUP, CLOUD_PC_GROUP } from '../support/contoso-policy';
import { offboardingDesk, type Desk } from '../support/offboarding-desk';

let desk: Desk;
afterEach(() => desk.product.stop());

const [ADA, BEN] = [guid(1), guid(2)];

async function withReady(wants: { cloudPc?: boolean } = {}): Promise<void> {
  desk = await offboardingDesk(3, { account: { rule: 'disable' } });
  for (const n of [1, 2]) {
    desk.tenant.admit(n, desk.product.host.clock.now(), wants);
    await desk.product.hint(guid(n));
  }
  await desk.product.advance(180);
  for (const id of [ADA, BEN]) expect((await desk.product.guest(id)).state).toBe('ready');
  desk.tenant.effects.length = 0;
}

/** Another engagement of the guest, in the same group. */
async function alsoFor(partner: string, id: string): Promise<void> {
  const { subjects } = desk.product.ports;
  const stored = (await subjects.read({ kind: 'guest', id }))!;
  const record = guestRecord(stored.value.detail);
  const grants = [...record.grants, { kind: 'access-group' as const, group: ACCESS_GROUP, partner }];
  await subjects.replace({ ...stored.value, detail: { ...record, grants } }, stored.etag);
}

describe('a guest whom another partner has in the same group', () => {
  it('keeps group and account when the first partner goes; whom nobody else has loses both', async () => {
    await withReady();
    await alsoFor('fabrikam', ADA);
    const plan = await desk.approved();
    expect(plan.facts.staying).toMatchObject([{ guest: ADA, group: ACCESS_GROUP }]);
    await desk.run(plan);
    await desk.product.advance(600);
    expect((await desk.plan(plan.id)).state).toBe('finished');
    expect([...desk.tenant.group(ACCESS_GROUP)]).toEqual([ADA]);
    const users = desk.tenant.users;
    expect([users.get(guestId(ADA)), users.get(guestId(BEN))].map((user) => user?.accountEnabled)).toEqual([
      true,
      false,
    ]);
    expect(desk.tenant.group(BLOCKED_GROUP).has(ADA)).toBe(false);
    expect((await desk.product.guest(ADA)).grants).toMatchObject([{ partner: 'fabrikam' }]);
    const bad = (await desk.stage()).confirmations[0]!.checks.filter(({ isGood }) => isGood === false);
    expect(bad).toEqual([]);
  });
});

describe('the grace period of a Cloud PC', () => {
  it('is ended only by a plan that says so, once it has begun', async () => {
    await withReady({ cloudPc: true });
    const pcs = desk.product.ports.cloudPcs;
    const statuses = new Map<string, string>();
    const plain = pcs.readCloudPc.bind(pcs);
    pcs.readCloudPc = async (id) => {
      const pc = await plain(id);
      return pc && { ...pc, status: statuses.get(id) ?? pc.status };
    };
    const plan = await desk.ask<{ id: string; hash: string; facts: { cloudPcs: object[] } }>(
      'planOffboarding',
      { partner: 'contoso' },
      { endGrace: true },
    );
    expect(plan.facts.cloudPcs).toMatchObject([{ deletedAfterDays: 0 }, { deletedAfterDays: 0 }]);
    const other = await desk.approved();
    expect(other.facts.cloudPcs).toMatchObject([{ deletedAfterDays: 7 }, { deletedAfterDays: 7 }]);
    await desk.run(await desk.approve(plan));
    await desk.product.advance(60);
    const ended = () => desk.tenant.effects.filter((effect) => effect.startsWith('end grace')).length;
    expect([...desk.tenant.group(CLOUD_PC_GROUP)]).toEqual([]);
    expect(ended()).toBe(0);
    pcs.endGracePeriod = async (id) => {
      desk.tenant.effects.push(`end grace of ${id}`);
      statuses.set(id, 'deprovisioning');
    };
    for (const { id } of desk.tenant.cloudPcs.values()) statuses.set(id, 'inGracePeriod');
    await desk.product.advance(900);
    expect(ended()).toBe(2);
    expect((await desk.product.ports.orders.read(guestId(ADA), 'end-grace-period'))?.value).toMatchObject({
      state: 'done',
      receipt: { change: 'grace-ended', isReversible: false },
    });
  });
});
