import { collection } from '../core/store';
import { resourceKey, scopeParts } from '../arm/resource-id';

export interface ApplicationGroup {
  /** Key of the resource id. */
  id: string;
  resourceId: string;
  name: string;
  location: string;
  objectId: string;
  kind: 'Desktop' | 'RemoteApp';
  friendlyName: string | null;
  /** Resource id of the host pool. */
  hostPoolId: string;
}

export interface Workspace {
  /** Key of the resource id. */
  id: string;
  resourceId: string;
  name: string;
  location: string;
  objectId: string;
  friendlyName: string | null;
  /** Resource ids of application groups. */
  applicationGroupIds: string[];
}

export const applicationGroups = collection<ApplicationGroup, 'pool' | 'group' | 'subscription'>(
  'applicationGroups',
  {
    pool: (group) => resourceKey(group.hostPoolId),
    group: (group) => resourceKey(group.resourceId.replace(/\/providers\/.*$/i, '')),
    subscription: (group) => scopeParts(group.resourceId).subscription.toLowerCase(),
  },
);

export const workspaces = collection<Workspace, 'group' | 'subscription'>('workspaces', {
  group: (workspace) => resourceKey(workspace.resourceId.replace(/\/providers\/.*$/i, '')),
  subscription: (workspace) => scopeParts(workspace.resourceId).subscription.toLowerCase(),
});
