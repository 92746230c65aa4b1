import { randomUUID } from 'node:crypto';
import type { InvocationContext } from '@azure/functions';
import type { Subscription, Subscriptions } from '../../shared/clients/subscriptions';
import { SUBSCRIPTION_LIFE_MS, type SubscriptionRecord } from '../../shared/domain/subscription-record';
import { dueAction, WATCHED_RESOURCES, type WatchedResource } from '../../shared/domain/subscription-plan';
import type { Audit } from '../../shared/state/audit';
import type { Failures } from '../../shared/state/failures';
import type { SubscriptionRecords } from '../../shared/state/subscription-records';
import type { Versioned } from '../../shared/state/subjects';
import type { EventSettings } from '../event-ports';
import { clientStateHash, newClientState } from '../events/client-state';
import { alarmIfSilent, endAlarmIfActive } from './alarm-if-silent';

export interface RenewDeps extends Pick<EventSettings, 'notificationUrl' | 'lifecycleUrl'> {
  subscriptions: Subscriptions;
  subscriptionRecords: SubscriptionRecords;
  failures: Failures;
  audit: Audit;
  /** Key under which the subscriptions' secrets are hashed. */
  clientState: string;
  now: () => Date;
}

type Stored = Versioned<SubscriptionRecord>;

/**
 * Keeps both subscriptions alive: lists what Graph has, matches it with our records, and creates, renews or
 * replaces (docs/events.md). One resource's trouble holds the other not up; a resource without an active
 * subscription is a failure and an error in the log, also where Graph cannot be asked at all. Safe to repeat; throws
 * in that case only.
 */
export const renewSubscriptions =
  (deps: RenewDeps) =>
  async (context: InvocationContext): Promise<void> => {
    const existing = await listOrAlarm(deps, context);
    for (const resource of WATCHED_RESOURCES) {
      try {
        await ensureSubscription(deps, resource, existing, context);
        await endAlarmIfActive(deps, resource);
      } catch (error) {
        await alarmIfSilent(deps, resource, error, context);
      }
    }
    await forgetRetired(deps, existing);
  };

/** Graph's list. Where it cannot be had nothing is renewed either, and the subscriptions die in silence: so they are looked at. */
async function listOrAlarm(deps: RenewDeps, context: InvocationContext): Promise<Subscription[]> {
  try {
    return await deps.subscriptions.list();
  } catch (error) {
    for (const resource of WATCHED_RESOURCES) await alarmIfSilent(deps, resource, error, context);
    throw error;
  }
}

/**
 * Answers what Graph asked for since the last minute by one PATCH. Reads a table only, as long as nothing is asked.
 * Throws what Graph's adapter throws; the next minute tries again, ten minutes after the PATCH before.
 */
export const answerReauthorizations =
  (deps: RenewDeps) =>
  async (context: InvocationContext): Promise<void> => {
    const records = await deps.subscriptionRecords.list();
    if (records.some(({ value }) => value.askedAt !== null && value.retiredAt === null)) {
      await renewSubscriptions(deps)(context);
    }
  };

async function ensureSubscription(
  deps: RenewDeps,
  resource: WatchedResource,
  existing: readonly Subscription[],
  context: InvocationContext,
): Promise<void> {
  const records = (await deps.subscriptionRecords.list()).filter(({ value }) => value.resource === resource);
  const current = records.find(({ value }) => isCurrent(value, existing));
  const action =
    current === undefined ? 'create' : dueAction(current.value, deps.now().getTime(), deps.notificationUrl);
  if (current !== undefined && action === 'nothing') return;
  if (current !== undefined && action === 'renew') return renew(deps, current);
  await replace(deps, resource, existing, records, context);
}

/** Ours, not yet replaced, and Graph has it. */
function isCurrent(record: SubscriptionRecord, existing: readonly Subscription[]): boolean {
  return record.id !== null && record.retiredAt === null && existing.some(({ id }) => id === record.id);
}

/** The record is written before the PATCH: after a crash, or an answer that was lost, ten minutes pass before the next. */
async function renew({ subscriptions, subscriptionRecords, now }: RenewDeps, current: Stored): Promise<void> {
  const patchedAt = now().toISOString();
  const expiresAt = new Date(now().getTime() + SUBSCRIPTION_LIFE_MS).toISOString();
  const noted = { ...current.value, patchedAt, askedAt: null };
  if ((await subscriptionRecords.replace(noted, current.etag)) === 'conflict') return;
  await subscriptions.renew(current.value.id ?? '', expiresAt);
  const stored = (await subscriptionRecords.list()).find(({ value }) => value.key === current.value.key);
  if (stored !== undefined) await subscriptionRecords.replace({ ...stored.value, expiresAt }, stored.etag);
}

/**
 * Graph takes no second subscription to a resource and no new secret for the first: the old one goes, the new one
 * comes, and the sweep covers the seconds between. What still arrives with the old secret is accepted for hours.
 */
async function replace(
  deps: RenewDeps,
  resource: WatchedResource,
  existing: readonly Subscription[],
  records: readonly Stored[],
  context: InvocationContext,
): Promise<void> {
  const ours = existing.filter((one) => isOurs(one, resource, deps, records));
  for (const { id } of ours) await deps.subscriptions.remove(id);
  const at = deps.now().toISOString();
  for (const { value, etag } of records) {
    if (value.retiredAt === null) await deps.subscriptionRecords.replace({ ...value, retiredAt: at }, etag);
  }
  const created = await create(deps, resource, at);
  context.info(`Subscribed to ${resource} as ${created.id} until ${created.expiresAt}`);
}

/** Known by its record, or by the address it tells (left by an earlier installation of this app). */
function isOurs(
  subscription: Subscription,
  resource: WatchedResource,
  { notificationUrl }: RenewDeps,
  records: readonly Stored[],
): boolean {
  if (records.some(({ value }) => value.id === subscription.id)) return true;
  const about = subscription.resource.toLowerCase().replace(/^\//, '');
  return about === resource && subscription.notificationUrl === notificationUrl;
}

async function create(deps: RenewDeps, resource: WatchedResource, at: string): Promise<Subscription> {
  const clientState = newClientState();
  const expiresAt = new Date(deps.now().getTime() + SUBSCRIPTION_LIFE_MS).toISOString();
  const record: SubscriptionRecord = {
    key: `${resource}-${randomUUID()}`,
    resource,
    id: null,
    clientStateHash: clientStateHash(deps.clientState, clientState),
    createdAt: at,
    expiresAt,
    patchedAt: at,
    askedAt: null,
    retiredAt: null,
    heardAt: null,
    notificationUrl: deps.notificationUrl,
  };
  await deps.subscriptionRecords.insert(record);
  const created = await deps.subscriptions.create({
    resource,
    changeType: 'updated,deleted',
    notificationUrl: deps.notificationUrl,
    lifecycleNotificationUrl: deps.lifecycleUrl,
    clientState,
    expiresAt,
  });
  const stored = (await deps.subscriptionRecords.list()).find(({ value }) => value.key === record.key);
  if (stored !== undefined) {
    const named = { ...stored.value, id: created.id, expiresAt: created.expiresAt };
    await deps.subscriptionRecords.replace(named, stored.etag);
  }
  return created;
}

/** Records nobody needs: replaced longer ago than anything of theirs may still arrive. */
async function forgetRetired(
  { subscriptionRecords, now }: RenewDeps,
  existing: readonly Subscription[],
): Promise<void> {
  const nowMs = now().getTime();
  for (const { value, etag } of await subscriptionRecords.list()) {
    const isOld = value.retiredAt !== null && nowMs - Date.parse(value.retiredAt) > 24 * 3_600_000;
    if (isOld && !existing.some(({ id }) => id === value.id))
      await subscriptionRecords.remove(value.key, etag);
  }
}
