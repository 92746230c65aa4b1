import { expect } from '@jest/globals';
import type { GuestReceipts } from '../../shared/domain/admin-api/receipts-view';
import type { UndoView } from '../../shared/domain/admin-api/undo-view';
import { guestId, type GuestId } from '../../shared/domain/ids';
import { guid } from '../shared/state/builders';
import { ELIGIBLE_GROUP } from './contoso-policy';
import { offboardingDesk, type Desk } from './offboarding-desk';

export const ADA = guestId(guid(1));

/** A desk at which undos of one guest are asked for. */
export interface UndoDesk extends Desk {
  /** Entitles the guest, or takes that away. */
  entitle(isEntitled: boolean, guest?: GuestId): void;
  receipts(): Promise<GuestReceipts>;
  /** The last run that changed something. */
  newestRun(): Promise<string>;
  draw(...of: string[]): Promise<UndoView>;
  show(view: UndoView): Promise<UndoView>;
  start(view: UndoView, hash?: string): Promise<UndoView & { code?: string; detail?: string }>;
}

/** A guest who was ready on a host, lost its entitlement and was removed. */
export async function removedGuest(policy: Parameters<typeof offboardingDesk>[1] = {}): Promise<UndoDesk> {
  const desk = await offboardingDesk(3, { account: { rule: 'disable' }, ...policy });
  const { product, tenant, ask } = desk;
  const entitle: UndoDesk['entitle'] = (isEntitled, guest = ADA) => {
    if (isEntitled) tenant.group(ELIGIBLE_GROUP).add(guest);
    else tenant.group(ELIGIBLE_GROUP).delete(guest);
  };
  const receipts = () => ask<GuestReceipts>('listGuestReceipts', { id: ADA });
  tenant.admit(1, product.host.clock.now());
  await product.hint(ADA);
  await product.advance(120);
  expect((await product.guest(ADA)).state).toBe('ready');
  entitle(false);
  await product.hint(ADA);
  await product.advance(120);
  expect((await product.guest(ADA)).state).toBe('removed');
  tenant.effects.length = 0;
  return Object.assign(desk, {
    entitle,
    receipts,
    newestRun: async () => (await receipts()).runs[0]!.run,
    draw: (...of: string[]) => ask<UndoView>('planUndo', {}, { of }),
    show: (view: UndoView) => ask<UndoView>('showUndo', { plan: view.record.id }),
    start: async (view: UndoView, hash = view.record.hash) => {
      const body = { hash, reason: 'removed by mistake', ticket: 'CHG-2' };
      const answer = await ask<UndoView>('runUndo', { plan: view.record.id }, body);
      await product.settle();
      return answer;
    },
  });
}

/** Steps and verdicts of a plan. */
export const stepsOf = (view: UndoView): string[] =>
  view.plan.flatMap(({ steps }) => steps.map(({ step, verdict }) => `${step} ${verdict}`));
