import { guestIntent, type GuestRow } from './guest-intent';
import type { Intent } from './intent';
import type { PlannedStep } from './plan';
import { removing, stepsOf, type LiveGuest } from './replay-plan';

/**
 * What the tenant does not show of what was wanted for a guest, a sentence each; none = it is observed. Pure. After
 * a removal nothing may be left but what somebody else gave before.
 */
export function missingOf(want: Intent['kind'], row: GuestRow, live: LiveGuest): string[] {
  const intent = guestIntent(row, live.situation);
  if (want !== 'remove' && intent.kind !== want) return [`wanted was ${want}, and now it is ${intent.kind}`];
  if (intent.kind === 'admit' && want === 'remove') return ['wanted was remove, and now it is admit'];
  const steps = want === 'remove' ? leftOf(row, live) : stepsOf(row, live, intent);
  return steps
    .filter(({ verdict }) => verdict !== 'already-true')
    .map(({ step, because }) => `${step}: ${because ?? 'not as planned'}`);
}

function leftOf(row: GuestRow, live: LiveGuest): PlannedStep[] {
  const isDeletedLater = row.record.removal?.deleteAccountAt != null;
  return removing({ ...row, state: 'removing' }, live).filter(
    ({ step }) => !(step === 'ensureOrder' && isDeletedLater),
  );
}
