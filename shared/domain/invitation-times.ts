const DAY_MS = 86_400_000;
/** A reminder that could not be given in this time is not given any more: it would only surprise. */
const GRACE_DAYS = 7;

/** The days of an open invitation that something happens on, counted from the invitation. */
export interface InvitationDays {
  /** The guest is reminded. Rising. */
  reminders: readonly number[];
  /** The sponsor is told that nobody accepted; undefined = nobody is told. */
  sponsor: number | undefined;
  /** What was prepared is undone; undefined = never. */
  expires: number | undefined;
}

const daysSince = (invitedAt: string, nowMs: number): number => (nowMs - Date.parse(invitedAt)) / DAY_MS;

/** Whether the preparation of an invitation nobody accepted has run out. Pure. */
export function isExpired(invitedAt: string, expires: number | undefined, nowMs: number): boolean {
  return expires !== undefined && daysSince(invitedAt, nowMs) >= expires;
}

/**
 * The reminder that is due: the latest day that has come, until the next one comes, or a week later. Whoever is
 * looked at late gets one reminder, not all that were missed. Pure.
 */
export function dueReminder(invitedAt: string, { reminders }: InvitationDays, nowMs: number) {
  const days = daysSince(invitedAt, nowMs);
  return [...reminders].reverse().find((day, at, all) => {
    const next = all[at - 1] ?? day + GRACE_DAYS;
    return days >= day && days < Math.min(next, day + GRACE_DAYS);
  });
}

/** Whether the sponsor is to be told now that nobody accepted. Pure. */
export function isSponsorDue(invitedAt: string, { sponsor }: InvitationDays, nowMs: number): boolean {
  const days = daysSince(invitedAt, nowMs);
  return sponsor !== undefined && days >= sponsor && days < sponsor + GRACE_DAYS;
}

/** Seconds until the next of an invitation's days, one at least; null = none is left. Pure. */
export function untilNextDay(invitedAt: string, days: InvitationDays, nowMs: number): number | null {
  const all = [...days.reminders, days.sponsor, days.expires];
  const left = all.flatMap((day) => {
    const atMs = day === undefined ? 0 : Date.parse(invitedAt) + day * DAY_MS;
    return atMs > nowMs ? [atMs - nowMs] : [];
  });
  return left.length === 0 ? null : Math.max(1, Math.ceil(Math.min(...left) / 1000));
}
