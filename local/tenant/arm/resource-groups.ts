import { ok, param } from '../core/api-call';
import { ApiError } from '../core/api-error';
import type { ArmCall, ArmRoutes } from '../core/arm-routes';
import { mayAct } from '../core/azure-access';
import { collection } from '../core/store';
import { groupScope, resourceKey } from './resource-id';

export interface Subscription {
  /** GUID in lower case. */
  id: string;
  displayName: string;
  location: string;
}

export interface ResourceGroup {
  /** Key of the resource id. */
  id: string;
  resourceId: string;
  name: string;
  subscription: string;
  location: string;
}

export const subscriptions = collection<Subscription>('azureSubscriptions');
export const resourceGroups = collection<ResourceGroup, 'subscription'>('resourceGroups', {
  subscription: (group) => group.subscription,
});

const READ_SUBSCRIPTION = 'Microsoft.Resources/subscriptions/read';

/** Subscriptions and resource groups: get and list. */
export function registerResourceGroups(arm: ArmRoutes): void {
  // Nobody is refused: the list holds the subscriptions that the caller may read.
  arm.get('/subscriptions', { action: undefined }, (call) => {
    const { tenant, caller } = call;
    const readable = tenant.store
      .in(subscriptions)
      .all()
      .filter(({ id }) => mayAct(tenant, caller.objectId, READ_SUBSCRIPTION, `/subscriptions/${id}`));
    return ok({ value: readable.map((subscription) => subscriptionView(call, subscription)) });
  });
  arm.get('/subscriptions/{subscription}', { action: READ_SUBSCRIPTION }, (call) =>
    ok(subscriptionView(call, subscriptionOf(call))),
  );
  arm.get(
    '/subscriptions/{subscription}/resourceGroups',
    { action: 'Microsoft.Resources/subscriptions/resourceGroups/read' },
    (call) => {
      const { id } = subscriptionOf(call);
      return ok({ value: call.tenant.store.in(resourceGroups).by('subscription', id).map(groupView) });
    },
  );
  arm.get(
    '/subscriptions/{subscription}/resourceGroups/{resourceGroup}',
    { action: 'Microsoft.Resources/subscriptions/resourceGroups/read' },
    (call) => ok(groupView(groupOf(call))),
  );
}

/**
 * 404 for a path in a subscription or a resource group that is not there: Resource Manager says so before the
 * resource's own provider is asked.
 */
export function requireScope(call: ArmCall): void {
  const { subscription, resourceGroup } = call.params;
  if (subscription !== undefined) subscriptionOf(call);
  if (resourceGroup !== undefined) groupOf(call);
}

function groupOf(call: ArmCall): ResourceGroup {
  const group = call.tenant.store.in(resourceGroups).get(resourceKey(groupScope(call)));
  if (group !== undefined) return group;
  const name = param(call, 'resourceGroup');
  throw new ApiError(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`);
}

function subscriptionOf(call: ArmCall): Subscription {
  const id = param(call, 'subscription').toLowerCase();
  const found = call.tenant.store.in(subscriptions).get(id);
  if (found !== undefined) return found;
  throw new ApiError(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
}

function subscriptionView(call: ArmCall, subscription: Subscription): Record<string, unknown> {
  return {
    id: `/subscriptions/${subscription.id}`,
    subscriptionId: subscription.id,
    tenantId: call.tenant.settings.tenant.id,
    displayName: subscription.displayName,
    state: 'Enabled',
    authorizationSource: 'RoleBased',
  };
}

function groupView(group: ResourceGroup): Record<string, unknown> {
  return {
    id: group.resourceId,
    name: group.name,
    type: 'Microsoft.Resources/resourceGroups',
    location: group.location,
    properties: { provisioningState: 'Succeeded' },
  };
}
