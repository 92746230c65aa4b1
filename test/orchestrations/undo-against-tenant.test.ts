import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { GuestReceipts } from '../../shared/domain/admin-api/receipts-view';
import type { UndoView } from '../../shared/domain/admin-api/undo-view';
import { guestId } from '../../shared/domain/ids';
import { stopTenants } from '../local/tenant/tenant-under-test';
import { ARNO, askRoute, type Ask } from '../support/ask-route';
import { contoso, type Contoso } from '../support/contoso';

const DAY = 24 * 3600;
const RULE = { account: { rule: 'delete-after-days', days: 1 } };
const NOBODY = { ...RULE, admitWhen: { rule: 'listed', guests: [] } };
const EVERYONE = { ...RULE, admitWhen: { rule: 'everyone' } };

let product: Contoso;
let ask: Ask;
beforeAll(async () => {
  product = await contoso({ policy: EVERYONE });
  ask = askRoute(product);
});
afterAll(async () => {
  await product.stop();
  await stopTenants();
});

/** A plan of the undo of all runs that changed something once the guest was in. */
async function planned(guest: string): Promise<UndoView> {
  const { runs } = await ask<GuestReceipts>('listGuestReceipts', { id: guest });
  const names = runs.map(({ run }) => run);
  return ask<UndoView>('planUndo', {}, { of: names.slice(0, -1) });
}

it('brings back within 30 days whom a removal disabled and deleted, on the same host, and says after it that it cannot', async () => {
  const [ada, ben] = [await product.admit('ada'), await product.admit('ben')];
  for (const guest of [ada, ben]) await product.hint(guest);
  await product.advance(180);
  const { desktop } = await product.guest(ada);
  await product.applyPolicy(NOBODY);
  for (const guest of [ada, ben]) await product.hint(guest);
  await product.advance(DAY + 900);
  expect(await product.ports.directory.isSoftDeleted(guestId(ada))).toBe(true);
  await product.applyPolicy(EVERYONE);

  const undo = await planned(ada);
  expect(undo).toMatchObject({ restoring: 1, record: { needsApproval: true } });
  const { id, hash } = undo.record;
  await ask('approveUndo', { plan: id }, { hash }, ARNO);
  await ask('runUndo', { plan: id }, { hash, reason: 'removed by mistake' });
  await product.advance(600);
  expect(await ask<UndoView>('showUndo', { plan: id })).toMatchObject({
    failed: [],
    record: { state: 'finished', progress: { done: 1 } },
  });
  expect(await product.guest(ada)).toMatchObject({ state: 'ready', desktop: { host: desktop!.host } });
  expect(await product.ports.directory.readUser(guestId(ada))).toMatchObject({ accountEnabled: true });

  await product.advance(31 * DAY);
  const late = await planned(ben);
  expect(late.restoring).toBe(0);
  expect(late.plan[0]?.steps.map(({ verdict }) => verdict)).not.toContain('will-create');
  expect(late.plan[0]?.steps[0]?.because).toContain('deleted for good');
});
