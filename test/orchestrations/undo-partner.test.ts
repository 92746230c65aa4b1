import { afterEach, describe, expect, it } from '@jest/globals';
import type { UndoView } from '../../shared/domain/admin-api/undo-view';
import { guid } from '../shared/state/builders';
import { ACCESS_GROUP, BLOCKED_GROUP } from '../support/contoso-policy';
import { ARNO } from '../support/ask-route';
import { offboardingDesk, type Desk } from '../support/offboarding-desk';

let desk: Desk;
afterEach(() => desk.product.stop());

const GUESTS = [1, 2, 3, 4, 5, 6].map((n) => guid(n));

/** A partner whose guests were ready, and were removed by an approved plan. */
async function removedByPlan(): Promise<string> {
  desk = await offboardingDesk(GUESTS.length, {
    caps: { removalsPerDay: 0, removalsPercentPerDay: 0 },
    account: { rule: 'disable' },
  });
  for (const [at, guest] of GUESTS.entries()) {
    desk.tenant.admit(at + 1, desk.product.host.clock.now());
    await desk.product.hint(guest);
  }
  await desk.product.advance(180);
  const plan = await desk.approved();
  await desk.run(plan);
  await desk.product.advance(300);
  expect((await desk.plan(plan.id)).state).toBe('finished');
  return plan.id;
}

const assigned = () => desk.tenant.hosts.map(({ assignedUser }) => assignedUser);

describe('the undo of a partner’s removal', () => {
  it('needs a second person, restores everybody in waves, and leaves the partner cut until that is taken back', async () => {
    const before = await removedByPlan().then(async (plan) => ({ plan, desktops: assigned() }));
    expect(before.desktops.every((one) => one === null)).toBe(true);
    const single = `guest-${GUESTS[0]!}-2`;
    const one = await desk.ask<UndoView>('planUndo', {}, { of: [single] });
    expect(one.plan[0]?.steps[0]?.because).toContain('an offboarding plan names the guest');
    const view = await desk.ask<UndoView>('planUndo', {}, { of: [before.plan] });
    expect(view).toMatchObject({ guests: 6, restoring: 6, leftAlone: 0, record: { needsApproval: true } });
    expect(view.plan[0]?.steps.map(({ step, verdict }) => `${step} ${verdict}`)).toEqual([
      'enable-account will-create',
      'ensureFormerHost will-create',
      'ensureMember will-create',
    ]);
    await desk.ask('approveUndo', { plan: view.record.id }, { hash: view.record.hash }, ARNO);
    const body = { hash: view.record.hash, reason: 'the contract was renewed' };
    await desk.ask('runUndo', { plan: view.record.id }, body);
    await desk.product.advance(300);
    const shown = await desk.ask<UndoView>('showUndo', { plan: view.record.id });
    expect(shown).toMatchObject({ failed: [], record: { state: 'finished', progress: { done: 6 } } });
    expect(await desk.stage()).toMatchObject({ stage: 'cut', plan: null });
    expect((await desk.stage()).confirmations).not.toEqual([]);
    expect([...desk.tenant.group(ACCESS_GROUP)].sort()).toEqual(GUESTS);
    expect([...desk.tenant.group(BLOCKED_GROUP)]).toEqual([ACCESS_GROUP]);
    expect(assigned().sort()).toEqual(GUESTS.map((guest) => `${guest}@tenant`));
    expect((await desk.product.guest(GUESTS[0]!)).reason?.code).toBe('partner-cut');
    await desk.ask('askPartnerUncut', { partner: 'contoso' }, { reason: 'the contract was renewed' });
    await desk.product.advance(300);
    for (const guest of GUESTS) expect((await desk.product.guest(guest)).state).toBe('ready');
  });
});
