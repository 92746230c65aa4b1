import { sha256 } from './ids';
import { isForDigest, noticeKey, type Notice, type NoticeKind } from './notice';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Digests go out at hours counted from here: with a period of a day, at six in the morning (UTC). */
const DIGEST_ANCHOR_MS = 6 * HOUR_MS;
const FIRST_WAIT_MS = 5 * MINUTE_MS;
const LONGEST_WAIT_MS = HOUR_MS;
/** A welcome that is a week late is not sent any more. */
const GIVE_UP_AFTER_MS = 7 * 24 * HOUR_MS;

const iso = (ms: number): string => new Date(ms).toISOString();

/** When a notice recorded now is due: at once, or with the next digest. Pure. */
export function dueAt(kind: NoticeKind, nowMs: number, digestHours: number): string {
  if (!isForDigest(kind)) return iso(nowMs);
  const periodMs = digestHours * HOUR_MS;
  const periods = Math.floor((nowMs - DIGEST_ANCHOR_MS) / periodMs) + 1;
  return iso(DIGEST_ANCHOR_MS + periods * periodMs);
}

/** The notice as the outbox takes it. Pure. */
export function freshNotice(
  notice: Omit<Notice, 'recordedAt' | 'dueAt' | 'state' | 'tries' | 'nextTryAt' | 'trouble' | 'sentAt'>,
  nowMs: number,
  digestHours: number,
): Notice {
  const due = dueAt(notice.kind, nowMs, digestHours);
  const begun = { state: 'waiting', tries: 0, nextTryAt: due, trouble: null, sentAt: null } as const;
  return { ...notice, recordedAt: iso(nowMs), dueAt: due, ...begun };
}

/** What is sent as one message: one notice, or all of a digest. */
export interface NoticeLetter<N> {
  /** Says "again" to whoever gets it twice: the same notices have the same key. */
  key: string;
  template: 'sponsor-digest' | Exclude<NoticeKind, `sponsor-${string}`> | 'sponsor-held';
  notices: [N, ...N[]];
}

/** The letters to try now, what was recorded first going first; a sponsor's digest is one letter for each way. Pure. */
export function lettersDue<N extends { value: Notice }>(
  waiting: readonly N[],
  nowMs: number,
): NoticeLetter<N>[] {
  const due = waiting
    .filter(({ value }) => Date.parse(value.nextTryAt) <= nowMs)
    .sort((a, b) => a.value.recordedAt.localeCompare(b.value.recordedAt));
  const letters = new Map<string, [N, ...N[]]>();
  for (const notice of due) {
    const { value } = notice;
    const name = isForDigest(value.kind)
      ? `digest ${value.channel} ${value.to ?? ''}`
      : `${value.about} ${noticeKey(value)}`;
    const begun = letters.get(name);
    if (begun === undefined) letters.set(name, [notice]);
    else begun.push(notice);
  }
  return [...letters.values()].map((notices) => ({
    key: letterKey(notices.map(({ value }) => value)),
    template: templateOf(notices[0].value.kind),
    notices,
  }));
}

const letterKey = (notices: readonly Notice[]): string =>
  sha256(notices.map((notice) => `${notice.about} ${noticeKey(notice)}`).join('\n')).slice(0, 32);

function templateOf(kind: NoticeKind): NoticeLetter<unknown>['template'] {
  if (kind === 'guest-welcome' || kind === 'guest-reminder' || kind === 'approvers-cut') return kind;
  return kind === 'sponsor-held' ? kind : 'sponsor-digest';
}

/**
 * The notice taken up for one more try, which is written before it is sent: should the process die, it is tried
 * again after the wait, and a second sender that read it earlier meets a conflict. Waits double, to an hour. Pure.
 */
export function takenUp(notice: Notice, nowMs: number): Notice {
  const waitMs = Math.min(FIRST_WAIT_MS * 2 ** notice.tries, LONGEST_WAIT_MS);
  return { ...notice, tries: notice.tries + 1, nextTryAt: iso(nowMs + waitMs) };
}

/** The notice after a try that sent nothing; the service's own wait counts where it is the longer one. Pure. */
export function notSent(
  notice: Notice,
  trouble: NonNullable<Notice['trouble']>,
  { nowMs, retryAfterSeconds }: { nowMs: number; retryAfterSeconds: number },
): Notice {
  if (nowMs - Date.parse(notice.dueAt) >= GIVE_UP_AFTER_MS) return { ...notice, state: 'dropped', trouble };
  const nextMs = Math.max(Date.parse(notice.nextTryAt), nowMs + retryAfterSeconds * 1000);
  return { ...notice, trouble, nextTryAt: iso(nextMs) };
}

/** Waiting notices that should have been sent so long ago that somebody has to look. Pure. */
export function lateNotices(waiting: readonly Notice[], nowMs: number, alertHours: number): Notice[] {
  return waiting.filter((notice) => nowMs - Date.parse(notice.dueAt) >= alertHours * HOUR_MS);
}
