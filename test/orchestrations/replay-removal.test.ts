import { afterEach, describe, expect, it } from '@jest/globals';
import type { ReplayView } from '../../shared/domain/admin-api/replay-view';
import { guid } from '../shared/state/builders';
import { ARNO } from '../support/ask-route';
import { ACCESS_GROUP, ELIGIBLE_GROUP } from '../support/contoso-policy';
import { offboardingDesk, type Desk } from '../support/offboarding-desk';

let desk: Desk;
afterEach(() => desk.product.stop());

const MINUTES = 60;

/** Guests who are entitled no more, and whom the cap of the day keeps from being removed. */
async function heldByCap(guests: number): Promise<ReplayView> {
  desk = await offboardingDesk(guests, {
    caps: { removalsPerDay: 0, removalsPercentPerDay: 0 },
    account: { rule: 'disable' },
  });
  for (let n = 1; n <= guests; n += 1) {
    desk.tenant.admit(n, desk.product.host.clock.now());
    await desk.product.hint(guid(n));
  }
  await desk.product.advance(3 * MINUTES);
  for (let n = 1; n <= guests; n += 1) {
    desk.tenant.group(ELIGIBLE_GROUP).delete(guid(n));
    await desk.product.hint(guid(n));
  }
  await desk.product.advance(30);
  expect((await desk.product.guest(guid(guests))).reason?.code).toBe('removal-cap');
  const body = { of: { kind: 'partner', partner: 'contoso' } };
  const { record } = await desk.ask<ReplayView>('planReplay', {}, body);
  return desk.ask('showReplay', { plan: record.id });
}

const run = async ({ record: { id, hash } }: ReplayView) => {
  const body = { hash, reason: 'the project is over' };
  const answer = await desk.ask<{ code?: string }>('runReplay', { plan: id }, body);
  await desk.product.advance(5 * MINUTES);
  return answer;
};
const show = ({ record }: ReplayView) => desk.ask<ReplayView>('showReplay', { plan: record.id });

describe('a replay of removals', () => {
  it('removes whom the cap held where another person approved it, account included, and reads it back', async () => {
    const plan = await heldByCap(2);
    expect(plan).toMatchObject({ removing: 2, record: { needsApproval: false } });
    const { id, hash } = plan.record;
    expect(await desk.ask('approveReplay', { plan: id }, { hash })).toMatchObject({ code: 'own-plan' });
    await desk.ask('approveReplay', { plan: id }, { hash }, ARNO);
    await run(plan);
    expect(await show(plan)).toMatchObject({
      record: { state: 'finished' },
      outcome: { changed: 2, removals: 2, failed: [], unconfirmed: [] },
    });
    expect((await desk.product.guest(guid(2))).state).toBe('removed');
    expect(desk.tenant.group(ACCESS_GROUP).size).toBe(0);
    expect([...desk.tenant.users.values()].map(({ accountEnabled }) => accountEnabled)).toEqual([
      false,
      false,
    ]);
  });

  it('stays within the cap where nobody approved it', async () => {
    const plan = await heldByCap(1);
    await run(plan);
    expect((await show(plan)).outcome).toMatchObject({ failed: [{ id: guid(1), because: 'removal-cap' }] });
    expect(desk.tenant.group(ACCESS_GROUP).size).toBe(1);
  });

  it('never removes one who is entitled again since', async () => {
    const plan = await heldByCap(1);
    desk.tenant.group(ELIGIBLE_GROUP).add(guid(1));
    expect(await run(plan)).toMatchObject({ code: 'moved' });
    expect(desk.tenant.group(ACCESS_GROUP).size).toBe(1);
  });
});
