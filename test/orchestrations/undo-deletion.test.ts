import { afterEach, describe, expect, it } from '@jest/globals';
import { ARNO, OLGA } from '../support/ask-route';
import { ADA, removedGuest, stepsOf, type UndoDesk } from '../support/undo-desk';

let desk: UndoDesk;
afterEach(() => desk.product.stop());

describe('the undo of a deletion', () => {
  const both = async () => {
    desk = await removedGuest({ account: { rule: 'delete-after-days', days: 1 } });
    const first = await desk.newestRun();
    await desk.product.advance(24 * 3600 + 600);
    expect(desk.tenant.deleted.has(ADA)).toBe(true);
    desk.tenant.effects.length = 0;
    return [first, await desk.newestRun()];
  };

  it('takes a second person, restores the account first and then the rest', async () => {
    const of = await both();
    desk.entitle(true);
    const view = await desk.draw(...of);
    expect(view.record.needsApproval).toBe(true);
    expect(stepsOf(view)).toEqual([
      'restore-account will-create',
      'enable-account will-create',
      'ensureFormerHost will-create',
      'ensureMember will-create',
      'removeMember will-remove',
    ]);
    expect(await desk.start(view)).toMatchObject({ code: 'not-approved' });
    const hash = { hash: view.record.hash };
    expect(await desk.ask('approveUndo', { plan: view.record.id }, hash, OLGA)).toMatchObject({
      code: 'own-plan',
    });
    await desk.ask('approveUndo', { plan: view.record.id }, hash, ARNO);
    await desk.start(view);
    await desk.product.advance(300);
    expect(desk.tenant.effects.slice(0, 2)).toEqual([`restore ${ADA}`, `enable ${ADA}`]);
    expect((await desk.product.guest(ADA)).state).toBe('ready');
  });

  it('cannot bring back an account that was deleted for good', async () => {
    const of = await both();
    desk.tenant.deleted.clear();
    desk.entitle(true);
    const view = await desk.draw(...of);
    expect(view.restoring).toBe(0);
    expect(view.plan[0]?.steps[0]).toMatchObject({
      step: 'restore-account',
      verdict: 'blocked',
      because: expect.stringContaining('deleted for good'),
    });
  });

  it('is to be undone before, or with, what was changed before it', async () => {
    const [first] = await both();
    desk.entitle(true);
    const steps = (await desk.draw(first!)).plan[0]!.steps;
    expect(steps.find(({ step }) => step === 'enable-account')?.because).toContain(
      'undo the run that deleted it',
    );
  });
});
