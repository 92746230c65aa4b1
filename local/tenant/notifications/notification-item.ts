import type { DirectoryChange } from '../core/change-log';
import type { TenantContext } from '../core/tenant-context';
import { changeTypesOf, watchedBy, type Subscription } from './subscription';

/** Creation, change, soft delete and restore are `updated`; only the final delete is `deleted`. */
export function noticeTypeOf(change: DirectoryChange): 'updated' | 'deleted' {
  return change.change === 'deleted' ? 'deleted' : 'updated';
}

/** Whether a subscription hears of a change. */
export function isWatched(subscription: Subscription, change: DirectoryChange): boolean {
  const watched = watchedBy(subscription.resource);
  if (watched?.type !== change.type) return false;
  if (watched.objectId !== undefined && watched.objectId !== change.objectId) return false;
  if (watched.membersOnly && !change.properties.includes('members')) return false;
  return changeTypesOf(subscription.changeType).includes(noticeTypeOf(change));
}

/** One item of a `changeNotificationCollection`, in the shape of the public samples. */
export function noticeItem(
  tenant: TenantContext,
  subscription: Subscription,
  change: DirectoryChange,
): Record<string, unknown> {
  const isUser = change.type === 'user';
  const resource = `${isUser ? 'Users' : 'Groups'}/${change.objectId}`;
  const sequence = tenant.switches.get('notificationsCarrySequence')
    ? { eventTime: new Date(change.atMs).toISOString(), sequenceNumber: Number(change.id) }
    : {};
  return {
    changeType: noticeTypeOf(change),
    clientState: subscription.clientState,
    resource,
    resourceData: {
      '@odata.type': isUser ? '#Microsoft.Graph.User' : '#Microsoft.Graph.Group',
      '@odata.id': resource,
      id: change.objectId,
      organizationId: tenant.settings.tenant.id,
      ...sequence,
      ...membersDelta(change),
    },
    subscriptionId: subscription.id,
    subscriptionExpirationDateTime: subscription.expirationDateTime,
    tenantId: tenant.settings.tenant.id,
  };
}

/** The only lifecycle notice that users and groups get (Graph lifecycle page, 2026-03-24). */
export function reauthorizationItem(
  tenant: TenantContext,
  subscription: Subscription,
): Record<string, unknown> {
  return {
    subscriptionId: subscription.id,
    subscriptionExpirationDateTime: subscription.expirationDateTime,
    tenantId: tenant.settings.tenant.id,
    clientState: subscription.clientState,
    lifecycleEvent: 'reauthorizationRequired',
  };
}

/** In notices `@removed` is the word "deleted", in delta answers an object. */
function membersDelta({ membersAdded = [], membersRemoved = [] }: DirectoryChange): Record<string, unknown> {
  const members = [
    ...membersAdded.map((id) => ({ id })),
    ...membersRemoved.map((id) => ({ id, '@removed': 'deleted' })),
  ];
  return members.length === 0 ? {} : { 'members@delta': members };
}
