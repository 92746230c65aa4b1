import { z } from 'zod';
import { bodyOf, created, noContent, ok, param, accepted, type ApiReply } from '../core/api-call';
import { ApiError, badRequest, notSimulated } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import type { TenantContext } from '../core/tenant-context';
import { validateEndpoint } from './endpoint-handshake';
import {
  changeTypesOf,
  subscriptions,
  watchedBy,
  type Subscription,
  type WatchedResource,
} from './subscription';

const LONGEST_LIFE_MINUTES = 41_760;
const MOST_PER_APP = 100;
const MOST_PER_TENANT = 1_000;
const TEN_MINUTES_MS = 10 * 60_000;

const loopbackUrl = z
  .url()
  .refine((url) => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname), {
    message: 'the simulated tenant notifies endpoints on this machine only',
  });
const body = z.looseObject({
  changeType: z.string(),
  resource: z.string(),
  notificationUrl: loopbackUrl,
  lifecycleNotificationUrl: loopbackUrl.optional(),
  expirationDateTime: z.iso.datetime({ offset: true }),
  clientState: z.string().max(128).optional(),
  latestSupportedTlsVersion: z.string().optional(),
});
const patch = z.looseObject({
  expirationDateTime: z.iso.datetime({ offset: true }).optional(),
  notificationUrl: loopbackUrl.optional(),
  lifecycleNotificationUrl: z
    .undefined({
      error: 'lifecycleNotificationUrl cannot be changed; delete and create the subscription again',
    })
    .optional(),
});

/** What else has to happen when a subscription's token was renewed. */
export type TokenRenewed = (subscriptionId: string) => void;

/** `/subscriptions` (Graph v1.0 "Create subscription", "Update subscription"; webhooks page of 2026-04-22). */
export function registerSubscriptions(graph: GraphRoutes, renewed: TokenRenewed): void {
  const own = { permissions: [], limit: 'subscriptions' } as const;
  graph.post('/subscriptions', own, (call) => create(call, renewed));
  graph.get('/subscriptions', own, (call) =>
    ok({
      '@odata.context': `${call.baseUrl}/$metadata#subscriptions`,
      value: ownSubscriptions(call).map(view),
    }),
  );
  graph.get('/subscriptions/{id}', own, (call) => ok(entity(call, ownSubscription(call))));
  graph.patch('/subscriptions/{id}', own, (call) => renew(call, renewed));
  graph.post('/subscriptions/{id}/reauthorize', own, (call) => {
    authorizeAgain(call, ownSubscription(call), renewed);
    return accepted();
  });
  graph.delete('/subscriptions/{id}', own, (call) => {
    call.tenant.store.in(subscriptions).delete(ownSubscription(call).id);
    return noContent();
  });
}

async function create(call: GraphCall, renewed: TokenRenewed): Promise<ApiReply> {
  const wanted = bodyOf(call, body);
  const watched = watchedBy(wanted.resource);
  if (watched === undefined) throw notSimulated('POST', '/subscriptions', `resource ${wanted.resource}`);
  refuseChangeTypes(call, wanted.changeType);
  refusePermission(call, watched);
  refuseLife(call, wanted.expirationDateTime);
  refuseQuota(call);
  refuseDuplicate(call, wanted.resource, wanted.changeType);
  await validateEndpoint(call.tenant, wanted.notificationUrl);
  if (wanted.lifecycleNotificationUrl !== undefined)
    await validateEndpoint(call.tenant, wanted.lifecycleNotificationUrl);
  // Somebody else may have subscribed to the same while the endpoints were asked.
  refuseDuplicate(call, wanted.resource, wanted.changeType);
  const subscription: Subscription = {
    id: call.tenant.ids.next('subscription'),
    resource: wanted.resource,
    changeType: wanted.changeType,
    notificationUrl: wanted.notificationUrl,
    lifecycleNotificationUrl: wanted.lifecycleNotificationUrl ?? null,
    clientState: wanted.clientState ?? null,
    latestSupportedTlsVersion: wanted.latestSupportedTlsVersion ?? 'v1_2',
    expirationDateTime: new Date(wanted.expirationDateTime).toISOString(),
    applicationId: call.caller.appId,
    creatorId: call.caller.objectId,
    tokenExpiresAtMs: tokenExpiry(call.tenant),
    reauthorizedAtMs: 0,
    noticeSentAtMs: 0,
  };
  call.tenant.store.in(subscriptions).put(subscription);
  renewed(subscription.id);
  return created(entity(call, subscription));
}

function renew(call: GraphCall, renewed: TokenRenewed): ApiReply {
  const subscription = ownSubscription(call);
  const { expirationDateTime, notificationUrl } = bodyOf(call, patch);
  if (expirationDateTime !== undefined) refuseLife(call, expirationDateTime);
  const next = authorizeAgain(call, subscription, renewed);
  const changed = {
    ...next,
    expirationDateTime:
      expirationDateTime === undefined ? next.expirationDateTime : new Date(expirationDateTime).toISOString(),
    notificationUrl: notificationUrl ?? next.notificationUrl,
  };
  call.tenant.store.in(subscriptions).put(changed);
  return ok(entity(call, changed));
}

/** Renews the token behind the subscription; 409 when that was done less than ten minutes ago. */
function authorizeAgain(call: GraphCall, subscription: Subscription, renewed: TokenRenewed): Subscription {
  const nowMs = call.tenant.clock.now();
  const isTooSoon = nowMs - subscription.reauthorizedAtMs < TEN_MINUTES_MS;
  if (isTooSoon && call.tenant.switches.get('quickReauthorizeConflict')) {
    const message =
      'The subscription was reauthorized or renewed less than ten minutes ago; its state may become inconsistent.';
    throw new ApiError(409, 'Conflict', message);
  }
  const next = {
    ...subscription,
    tokenExpiresAtMs: tokenExpiry(call.tenant),
    reauthorizedAtMs: nowMs,
    noticeSentAtMs: 0,
  };
  call.tenant.store.in(subscriptions).put(next);
  renewed(next.id);
  return next;
}

function tokenExpiry(tenant: TenantContext): number {
  return tenant.clock.now() + tenant.switches.get('subscriptionTokenLifeMinutes') * 60_000;
}

function refuseChangeTypes(call: GraphCall, changeType: string): void {
  const known = [
    'updated',
    'deleted',
    ...(call.tenant.switches.get('createdChangeTypeRejected') ? [] : ['created']),
  ];
  const wrong = changeTypesOf(changeType).find((type) => !known.includes(type));
  if (wrong !== undefined) throw badRequest(`Invalid 'changeType' attribute: '${wrong}'.`, 'InvalidRequest');
}

/** The read permission of the page's table; a write permission is not honoured in its place. */
function refusePermission(call: GraphCall, watched: WatchedResource): void {
  const needed = watched.type === 'user' ? ['User.Read.All'] : ['Group.Read.All'];
  if (watched.membersOnly && call.tenant.switches.get('groupMemberReadSuffices'))
    needed.push('GroupMember.Read.All');
  if (needed.some((permission) => call.caller.permissions.has(permission))) return;
  throw new ApiError(
    403,
    'ExtensionError',
    'Operation: Create; Exception: [Status Code: Forbidden; Reason: Insufficient privileges to complete the operation.]',
  );
}

function refuseLife(call: GraphCall, expirationDateTime: string): void {
  const lifeMinutes = (Date.parse(expirationDateTime) - call.tenant.clock.now()) / 60_000;
  if (lifeMinutes <= 0) throw badRequest('Subscription expiration must be in the future.', 'InvalidRequest');
  if (lifeMinutes > LONGEST_LIFE_MINUTES) {
    throw badRequest(
      `Subscription expiration can only be ${LONGEST_LIFE_MINUTES} minutes in the future.`,
      'InvalidRequest',
    );
  }
}

function refuseQuota(call: GraphCall): void {
  const all = live(call.tenant);
  const own = all.filter((subscription) => subscription.applicationId === call.caller.appId);
  if (own.length >= MOST_PER_APP)
    throw new ApiError(
      403,
      'ExtensionError',
      `Subscription quota of ${MOST_PER_APP} per application and tenant reached.`,
    );
  if (all.length >= MOST_PER_TENANT)
    throw new ApiError(403, 'ExtensionError', `Subscription quota of ${MOST_PER_TENANT} per tenant reached.`);
}

function refuseDuplicate(call: GraphCall, resource: string, changeType: string): void {
  const same = ownSubscriptions(call).find(
    (subscription) =>
      path(subscription.resource) === path(resource) && types(subscription.changeType) === types(changeType),
  );
  if (same === undefined) return;
  throw new ApiError(
    409,
    'Conflict',
    `Subscription Id ${same.id} already exists for the requested combination.`,
  );
}

const path = (resource: string): string => resource.replace(/^\//, '').toLowerCase();
const types = (changeType: string): string => changeTypesOf(changeType).sort().join();

/** Subscriptions that have not run out; those that have are gone without a word. */
function live(tenant: TenantContext): Subscription[] {
  const nowMs = tenant.clock.now();
  return tenant.store
    .in(subscriptions)
    .all()
    .filter((subscription) => Date.parse(subscription.expirationDateTime) > nowMs);
}

function ownSubscriptions(call: GraphCall): Subscription[] {
  return live(call.tenant).filter((subscription) => subscription.applicationId === call.caller.appId);
}

function ownSubscription(call: GraphCall): Subscription {
  const id = param(call, 'id');
  const found = ownSubscriptions(call).find((subscription) => subscription.id === id);
  if (found === undefined)
    throw new ApiError(404, 'ResourceNotFound', `The object was not found. Subscription ${id}.`);
  return found;
}

function entity(call: GraphCall, subscription: Subscription): unknown {
  return { '@odata.context': `${call.baseUrl}/$metadata#subscriptions/$entity`, ...view(subscription) };
}

function view(subscription: Subscription): Record<string, unknown> {
  const shown = Object.entries(subscription).filter(([name]) => !INTERNAL.has(name));
  return {
    ...Object.fromEntries(shown),
    includeResourceData: null,
    encryptionCertificate: null,
    encryptionCertificateId: null,
    notificationQueryOptions: null,
    notificationUrlAppId: null,
  };
}

const INTERNAL = new Set(['tokenExpiresAtMs', 'reauthorizedAtMs', 'noticeSentAtMs']);
