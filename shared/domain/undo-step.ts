import type { Receipt } from './receipt';
import { thingOf, type RunReceipt } from './run-receipts';

/**
 * What takes changes back, in the order in which it is done: first what the rest hangs on, the block last, so that
 * nobody gets in before all is restored; what is taken away again, after what is given.
 */
export const UNDO_STEPS = [
  'restore-account',
  'enable-account',
  'ensureFormerHost',
  'ensureMember',
  'removeMember',
  'freePersonalHost',
  'disable-account',
  'delete-account',
] as const;
export type UndoStepName = (typeof UNDO_STEPS)[number];

/** What one change comes to when it is taken back: a step, or the reason why there is none. */
export type Inverse =
  { step: UndoStepName; on: string; receipt: Receipt } | { never: string; receipt: Receipt };

const OF_TENANT = {
  never: 'a setting of the partner’s tenant is no guest’s: gatehouse partner uncut takes it back',
};

const STEP_OF: Readonly<Record<Receipt['change'], UndoStepName | { never: string }>> = {
  'member-added': 'removeMember',
  'member-removed': 'ensureMember',
  'host-assigned': 'freePersonalHost',
  'host-released': 'ensureFormerHost',
  'session-ended': { never: 'a session that was ended does not come back: the guest signs in anew' },
  'cloud-pc-rebooted': { never: 'what was open on the Cloud PC when it was restarted is gone' },
  'client-removed': { never: 'the client is installed again by the guest’s own run, where it has a host' },
  'account-disabled': 'enable-account',
  'account-enabled': 'disable-account',
  'account-deleted': 'restore-account',
  'account-restored': 'delete-account',
  'grace-ended': { never: 'the Cloud PC was deprovisioned when its grace period ended: its disk is gone' },
  'tenant-blocked': OF_TENANT,
  'tenant-unblocked': OF_TENANT,
  'organization-proposed': OF_TENANT,
  'organization-configured': OF_TENANT,
};

const place = (inverse: Inverse): number =>
  'step' in inverse ? UNDO_STEPS.indexOf(inverse.step) : UNDO_STEPS.length;

/**
 * The inverses of all that some runs changed for one guest, in the order in which they are done. What they changed and
 * changed back is nothing. Pure.
 */
export function inversesOf(changes: readonly RunReceipt[]): Inverse[] {
  const things = new Map<string, Receipt[]>();
  for (const { receipt } of changes) {
    const thing = thingOf(receipt);
    things.set(thing, [...(things.get(thing) ?? []), receipt]);
  }
  const net = [...things.values()].flatMap((receipts) => netOf(receipts));
  return net.map(inverseOf).sort((a, b) => place(a) - place(b));
}

/** Each thing has two states, so it is as it was before unless the last change is as the first. */
function netOf(receipts: readonly Receipt[]): Receipt[] {
  const [first, last] = [receipts[0], receipts.at(-1)];
  return first !== undefined && first.change === last?.change ? [first] : [];
}

function inverseOf(receipt: Receipt): Inverse {
  const step = STEP_OF[receipt.change];
  return typeof step === 'string' ? { step, on: receipt.on, receipt } : { ...step, receipt };
}
