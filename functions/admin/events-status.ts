import type { HttpResponseInit } from '@azure/functions';
import type { EventsStatus, SubscriptionView, SweepView } from '../../shared/domain/events-status';
import { partnerPresenceSchema } from '../../shared/domain/partner-presence';
import { sweepCursorSchema } from '../../shared/domain/sweep-cursor';
import { WATCHED_RESOURCES } from '../../shared/domain/subscription-plan';
import type { SubscriptionRecord } from '../../shared/domain/subscription-record';
import type { Cursor, Cursors } from '../../shared/state/cursors';
import type { SubscriptionRecords } from '../../shared/state/subscription-records';

export interface StatusDeps {
  subscriptionRecords: SubscriptionRecords;
  cursors: Cursors;
  notificationUrl: string;
  now: () => Date;
}

/** A sweep further behind than this has missed two ticks. */
const LATE_AFTER_SECONDS = 25 * 60;

/** GET events/status : how each way by which changes reach us stands. Reads our own records; asks nobody. */
export const showEventsStatus = (deps: StatusDeps) => async (): Promise<HttpResponseInit> => ({
  jsonBody: await eventsStatus(deps),
});

/** What the status shows. */
export async function eventsStatus(deps: StatusDeps): Promise<EventsStatus> {
  const { subscriptionRecords, cursors, notificationUrl, now } = deps;
  const nowMs = now().getTime();
  const records = (await subscriptionRecords.list()).map(({ value }) => value);
  const subscriptions = records.map((record) => subscriptionView(record, nowMs));
  const saved = await cursors.list();
  const sweeps = saved
    .filter(({ name }) => name === 'users' || name.startsWith('group-'))
    .map((cursor) => sweepView(cursor, nowMs));
  const partners = saved.find(({ name }) => name === 'partners');
  const hasAll = WATCHED_RESOURCES.every((resource) =>
    subscriptions.some((one) => one.resource === resource && one.state === 'active'),
  );
  return {
    isWell: hasAll && sweeps.length > 0 && sweeps.every(({ isLate }) => !isLate),
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
  const running = Date.parse(expiresAt) > nowMs ? 'active' : 'expired';
  const state = record.retiredAt !== null ? 'replaced' : id === null ? 'not-created' : running;
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

function sweepView({ name, savedAt, detail }: Cursor, nowMs: number): SweepView {
  const sweep = sweepCursorSchema.parse(detail);
  const lagSeconds =
    sweep.lastRoundStartedAt === null
      ? null
      : Math.max(0, Math.round((nowMs - Date.parse(sweep.lastRoundStartedAt)) / 1000));
  return {
    name,
    savedAt,
    lastRoundEndedAt: sweep.lastRoundEndedAt,
    lagSeconds,
    isLate: lagSeconds === null || lagSeconds > LATE_AFTER_SECONDS,
    isFullRound: sweep.isFull,
    isUnderWay: sweep.roundStartedAt !== sweep.lastRoundStartedAt,
    pages: sweep.pages,
    entries: sweep.entries,
    hints: sweep.hints,
    resyncs: sweep.resyncs,
  };
}
