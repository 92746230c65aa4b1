import type { EventsStatus, SubscriptionView, SweepView } from '../../shared/domain/events-status';
import { partnerPresenceSchema } from '../../shared/domain/partner-presence';
import { watchedGroups } from '../../shared/domain/partner-policy';
import { freshSweep, sweepCursorSchema } from '../../shared/domain/sweep-cursor';
import { WATCHED_RESOURCES } from '../../shared/domain/subscription-plan';
import { subscriptionState, type SubscriptionRecord } from '../../shared/domain/subscription-record';
import type { Cursor, Cursors } from '../../shared/state/cursors';
import type { Partners } from '../../shared/state/partners';
import type { SubscriptionRecords } from '../../shared/state/subscription-records';

export interface StatusDeps {
  subscriptionRecords: SubscriptionRecords;
  cursors: Cursors;
  partners: Partners;
  notificationUrl: string;
  now: () => Date;
}

/** A sweep further behind than this has missed two ticks. */
const LATE_AFTER_SECONDS = 25 * 60;

/** How each way by which changes reach us stands. Reads our own records; asks nobody. */
export async function eventsStatus(deps: StatusDeps): Promise<EventsStatus> {
  const { subscriptionRecords, cursors, notificationUrl, now } = deps;
  const nowMs = now().getTime();
  const records = (await subscriptionRecords.list()).map(({ value }) => value);
  const subscriptions = records.map((record) => subscriptionView(record, nowMs));
  const saved = await cursors.list();
  // The cursor of a group that no policy names any more stays where it was, and is nobody's lag.
  const swept = ['users', ...[...watchedGroups(await deps.partners.list())].map((group) => `group-${group}`)];
  const sweeps = swept.map((name) =>
    sweepView(
      name,
      saved.find((one) => one.name === name),
      nowMs,
    ),
  );
  const partners = saved.find(({ name }) => name === 'partners');
  const hasAll = WATCHED_RESOURCES.every((resource) =>
    subscriptions.some((one) => one.resource === resource && one.state === 'active'),
  );
  return {
    isWell: hasAll && sweeps.every(({ isLate }) => !isLate),
    at: now().toISOString(),
    path: notificationUrl.startsWith('EventGrid:') ? 'event-grid' : 'webhook',
    subscriptions: subscriptions.filter(({ state }) => state !== 'replaced'),
    sweeps,
    partners:
      partners === undefined
        ? null
        : { polledAt: partners.savedAt, ...partnerPresenceSchema.parse(partners.detail) },
  };
}

function subscriptionView(record: SubscriptionRecord, nowMs: number): SubscriptionView {
  const { id, resource, createdAt, expiresAt, patchedAt, askedAt, heardAt } = record;
  const state = subscriptionState(record, nowMs);
  return {
    id,
    resource,
    state,
    createdAt,
    expiresAt,
    renewedAt: patchedAt,
    askedAt,
    lastNotificationAt: heardAt,
  };
}

function sweepView(name: string, cursor: Cursor | undefined, nowMs: number): SweepView {
  const sweep =
    cursor === undefined ? freshSweep(new Date(nowMs).toISOString()) : sweepCursorSchema.parse(cursor.detail);
  const lagSeconds =
    sweep.lastRoundStartedAt === null
      ? null
      : Math.max(0, Math.round((nowMs - Date.parse(sweep.lastRoundStartedAt)) / 1000));
  return {
    name,
    savedAt: cursor?.savedAt ?? null,
    lastRoundEndedAt: sweep.lastRoundEndedAt,
    lagSeconds,
    // A group may have been named a minute ago; one that cannot be read is a failure of its own.
    isLate: lagSeconds === null ? name === 'users' : lagSeconds > LATE_AFTER_SECONDS,
    isFullRound: sweep.isFull,
    isUnderWay: sweep.roundStartedAt !== sweep.lastRoundStartedAt,
    pages: sweep.pages,
    entries: sweep.entries,
    hints: sweep.hints,
    resyncs: sweep.resyncs,
  };
}
