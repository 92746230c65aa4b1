import { hasAdopted, isAdoptedIn, ownGrants } from './adopted';
import type { GuestSituation } from './guest-facts';
import { enrolmentOf } from './enrolment';
import type { Grant, GuestRecord } from './guest-record';
import type { GuestId } from './ids';
import { decideIntent, type Intent } from './intent';
import { isExpired } from './invitation-times';
import { NO_ONE_WRITE, writeBan, type WriteBan } from './may-write';
import { afterRemovals, withoutOwnBlock } from './removal-intent';

/** States a run leaves that may have given the guest something before it had a desktop to record. */
const WAS_AT_WORK = new Set(['working', 'held', 'ready', 'removing', 'crashed']);

/** A guest's row as it decides: where it stood, and which run looks at it. */
export interface GuestRow {
  state: string;
  run: number;
  record: GuestRecord;
}

/** What a run makes of a guest: its own, and whatever plans a run ahead, decide by this and nothing else. Pure. */
export function guestIntent(row: GuestRow, situation: GuestSituation): Intent {
  const hasAccess = hadAccess({ ...row, record: ofPlan(row.record, situation) }, situation);
  const wished = decideIntent(withoutOwnBlock(situation, row.record), hasAccess, row.record);
  // People decided on the whole of a plan: whoever has adopted things only is blocked by it too, and keeps them.
  const isToBlock = hasAdopted(row.record) && row.record.removal?.removedAt == null;
  return afterRemovals(wished, situation, row.record, hasAccess || isToBlock);
}

/** A plan removes what its partner gave: what another engagement gives is none of its business. */
function ofPlan(record: GuestRecord, { stage, policy }: GuestSituation): GuestRecord {
  if (!stage.isPlanned || policy === null) return record;
  return { ...record, grants: record.grants.filter(({ partner }) => partner === policy.partner) };
}

/**
 * What an open invitation that ran out makes of the intent: what was given is taken back, the account stays. Whoever
 * accepts afterwards is admitted as ever: the directory lets an old invitation be redeemed. Pure.
 */
export function afterExpiry(intent: Intent, row: GuestRow, situation: GuestSituation, nowMs: number): Intent {
  const { invitedAt } = row.record;
  if (intent.kind !== 'await-redemption' || invitedAt === null) return intent;
  if (!isExpired(invitedAt, intent.policy.expireAfterDays, nowMs)) return intent;
  const kind = hadAccess(row, situation) ? 'remove' : 'ignore';
  return { kind, because: 'invitation-expired' };
}

/**
 * Whether an earlier run gave this guest something: what somebody else gave is not ours to take away. A desktop
 * is on record in whatever state the guest has come to since; a membership alone is ours where a run was at it.
 */
function hadAccess(row: GuestRow, { policy, groups }: GuestSituation): boolean {
  const { state, record } = row;
  const isHeld = state === 'held' && record.removal === null;
  const given = ownGrants(record);
  // Noted before they are given: of whom a hold stopped first, only what the tenant shows was given.
  const isGiven = ({ group }: Grant) => !isHeld || policy === null || groups.some((id) => id === group);
  if (given.some(isGiven)) return true;
  const isMember =
    policy !== null && groups.includes(policy.accessGroup) && !isAdoptedIn(record, policy.accessGroup);
  return hasOwnDesktop(record) || (wasAtWork(row) && isMember);
}

const hasOwnDesktop = ({ desktop, adoptedHosts }: GuestRecord): boolean =>
  desktop !== null && !adoptedHosts.includes(desktop.host);

/** Why what the intent asks for may not be written; undefined = it may, or it asks for nothing. Pure. */
export function guestBan(
  guest: GuestId,
  intent: Intent,
  situation: GuestSituation,
  record: GuestRecord,
): WriteBan | undefined {
  const { policy, exclusion, isInvitedByUs } = situation;
  const isWrite =
    intent.kind === 'admit' || intent.kind === 'remove' || (intent.kind === 'hold' && intent.isQuarantine);
  if (policy === null || !isWrite) return undefined;
  const isPlanned = intent.kind === 'remove' && intent.because === 'planned';
  const enrolment = enrolmentOf(record, isInvitedByUs);
  return writeBan({ ...NO_ONE_WRITE, policy, guest, exclusion, enrolment, isPlanned });
}

/** Whether a run may have given it something. A guest that is new at its second run had a first one, which died. Pure. */
export const wasAtWork = ({ state, run }: Pick<GuestRow, 'state' | 'run'>): boolean =>
  WAS_AT_WORK.has(state) || (state === 'new' && run > 1);
