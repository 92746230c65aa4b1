import { readinessSentence, type GuestRecord } from './guest-record';
import { dueReminder, isSponsorDue } from './invitation-times';
import type { DueNotice, NoticeKind } from './notice';
import { audienceOf } from './notice';
import { invitationDays } from './notice-rules';
import type { PartnerPolicy } from './partner-policy';

/** A guest before, or after, a look. */
export interface GuestLook {
  state: string;
  record: GuestRecord;
}

/** What decides who is told of what. */
export interface LookFacts {
  before: GuestLook;
  after: GuestLook;
  /** Null = nobody claims the guest now, as of one who left the directory: whoever records the notice looks again. */
  policy: PartnerPolicy | null;
  nowMs: number;
}

/** Holds that are what the operators wanted, or theirs alone to mend: no sponsor can do anything about them. */
const QUIET_HOLDS = new Set([
  'writes-not-allowed',
  'excluded',
  'exclusion-unreadable',
  'partner-cut',
  'blocked',
  'crashed',
  'removal-cap',
  'kill-switch',
]);

/**
 * What one look at a guest gives rise to. Pure: a run that died and is played again says the same, and each notice has
 * an occasion out of the tenant or the row, so the outbox keeps it once.
 */
export function noticesDue(facts: LookFacts): DueNotice[] {
  const all = [...whenReady(facts), ...whileInvited(facts), ...whenHeld(facts), ...whenGone(facts)];
  if (facts.policy === null) return all;
  const { guest, sponsor } = facts.policy.notices;
  const isTold = { guest: guest !== 'none', sponsor: sponsor !== 'none', approvers: true };
  return all.filter(({ kind }) => isTold[audienceOf(kind)]);
}

const of = (kind: NoticeKind, occasion: string, cause: DueNotice['cause'] = null): DueNotice => ({
  kind,
  occasion,
  cause,
});

/** Once for each acceptance: whoever is let in again on the same one knows the way. */
function whenReady({ before, after }: LookFacts): DueNotice[] {
  const { readyAt, acceptedAt } = after.record;
  if (after.state !== 'ready' || readyAt === before.record.readyAt) return [];
  const occasion = acceptedAt ?? 'no acceptance on record';
  return [of('guest-welcome', occasion), of('sponsor-ready', occasion)];
}

function whileInvited({ before, after, policy, nowMs }: LookFacts): DueNotice[] {
  const { invitedAt, checks } = after.record;
  if (after.state !== 'invited' || invitedAt === null || policy === null) return [];
  const days = invitationDays(policy);
  const readiness = { code: 'readiness', message: readinessSentence(checks) };
  const reminder = dueReminder(invitedAt, days, nowMs);
  return [
    ...(before.state === 'invited' ? [] : [of('sponsor-invited', invitedAt, readiness)]),
    ...(reminder === undefined ? [] : [of('guest-reminder', `${invitedAt} day ${reminder}`)]),
    ...(isSponsorDue(invitedAt, days, nowMs) ? [of('sponsor-waiting', invitedAt)] : []),
  ];
}

/** Once for each guest and cause: a hold that comes and goes is told of when it first comes. */
function whenHeld({ before, after }: LookFacts): DueNotice[] {
  const { reason } = after.record;
  if (after.state !== 'held' || reason === null || QUIET_HOLDS.has(reason.code)) return [];
  const isKnown = before.state === 'held' && before.record.reason?.code === reason.code;
  return isKnown ? [] : [of('sponsor-held', reason.code, reason)];
}

function whenGone({ before, after }: LookFacts): DueNotice[] {
  const { removal } = after.record;
  const isOver = after.state === 'removed' && removal?.removedAt != null;
  if (!isOver) return whenExpired({ before, after });
  if (removal.removedAt === before.record.removal?.removedAt) return [];
  const isExpiry = removal.because === 'invitation-expired';
  return [of(isExpiry ? 'sponsor-expired' : 'sponsor-offboarded', removal.startedAt)];
}

/** An invitation that ran out before anything was given. */
function whenExpired({ before, after }: Pick<LookFacts, 'before' | 'after'>): DueNotice[] {
  const { invitedAt } = after.record;
  const isExpired = ({ record }: GuestLook) => record.reason?.code === 'invitation-expired';
  if (after.state !== 'ignored' || invitedAt === null) return [];
  return isExpired(after) && !isExpired(before) ? [of('sponsor-expired', invitedAt)] : [];
}
