import { param, type ApiCall } from '../core/api-call';
import { ApiError } from '../core/api-error';

/** Collections of ARM resources are keyed by the resource id in lower case: ids are compared without regard to case. */
export function resourceKey(resourceId: string): string {
  return resourceId.toLowerCase().replace(/\/+$/, '');
}

/** `/subscriptions/{s}/resourceGroups/{rg}` of the call's route. */
export function groupScope(call: ApiCall): string {
  return `/subscriptions/${param(call, 'subscription')}/resourceGroups/${param(call, 'resourceGroup')}`;
}

/** The last segment of a resource id: the resource's own name. */
export function lastSegment(resourceId: string): string {
  return resourceId.slice(resourceId.lastIndexOf('/') + 1);
}

/** The parts of a resource id that stand before the provider. */
export function scopeParts(resourceId: string): { subscription: string; resourceGroup: string } {
  const [, subscription = '', resourceGroup = ''] =
    /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?/i.exec(resourceId) ?? [];
  return { subscription, resourceGroup };
}

/** 404 of Resource Manager for a resource that is not in its group. */
export function armResourceNotFound(call: ApiCall, type: string, name: string): ApiError {
  return new ApiError(
    404,
    'ResourceNotFound',
    `The Resource '${type}/${name}' under resource group '${call.params['resourceGroup'] ?? ''}' was not found. ` +
      'For more details please go to https://aka.ms/ARMResourceNotFoundFix',
  );
}
