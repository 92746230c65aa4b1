import { RetryableError } from '../../shared/domain/codes';
import type { AuditFact } from '../../shared/domain/audit-entry';
import type { GuestId } from '../../shared/domain/ids';
import { ERASE_GUEST } from '../../shared/domain/ledger-heads';
import type { Subject } from '../../shared/domain/subject';
import { erasureBlocker } from './erasure-blocker';
import type { ErasureDeps } from './erasure-deps';
import { blankGuest } from './blank-guest';

/** Who wants it, and why. */
export type Erasure = Pick<AuditFact, 'actor' | 'reason' | 'ticket'>;

export type Erased =
  /** `pseudonym`: what the guest was in the audit, and what leads nowhere now. */
  | { kind: 'erased'; pseudonym: string }
  /** Nothing is held about a guest of this id. */
  | { kind: 'already' }
  | { kind: 'refused'; message: string };

/**
 * Forgets a guest that was removed: its rows, its ledgers, whatever else names it, and in the end the link between it and
 * its pseudonym (docs/adr/0009 says what stays, and why). A guest that comes back is a new one. Safe to repeat, also
 * after a crash: the link goes last, and nothing is begun anew while it is there. Throws RetryableError where something
 * changed at the same moment.
 */
export async function eraseGuest(deps: ErasureDeps, guest: GuestId, erasure: Erasure): Promise<Erased> {
  const subject: Subject = { kind: 'guest', id: guest };
  const stored = await deps.subjects.read(subject);
  const isBegun = stored === undefined && (await deps.pseudonyms.find(guest)) !== undefined;
  if (stored === undefined && !isBegun) return { kind: 'already' };
  if (stored !== undefined) {
    const message = await erasureBlocker(deps, guest, stored.value);
    if (message !== undefined) return { kind: 'refused', message };
  }
  const pseudonym = await deps.pseudonyms.ensure(guest);
  await blankGuest(deps, guest);
  for (const kind of ['order', 'guest'] as const) await forgetSubject(deps, { kind, id: guest });
  await deps.audit.append({
    ...erasure,
    opId: `${ERASE_GUEST}-${pseudonym}`,
    at: deps.now().toISOString(),
    action: ERASE_GUEST,
    target: `guest/${pseudonym}`,
    plan: null,
    result: 'done',
    detail: {},
  });
  await deps.pseudonyms.destroy(guest);
  return { kind: 'erased', pseudonym };
}

/** The ledger first: while the row is there, a repetition finds the way back here. */
async function forgetSubject({ ledger, subjects }: ErasureDeps, subject: Subject): Promise<void> {
  const [newest] = await ledger.read(subject, 1);
  if (newest !== undefined) await ledger.removeUpTo(subject, newest.seq);
  const stored = await subjects.read(subject);
  if (stored === undefined) return;
  if (stored.value.live || (await subjects.remove(subject, stored.etag)) === 'conflict')
    throw new RetryableError('unavailable', 'The guest was heard of while it was erased; ask again', 30);
}
