import { ok, param, type ApiReply } from '../core/api-call';
import type { ArmCall, ArmRoutes } from '../core/arm-routes';
import { armResourceNotFound, groupScope, resourceKey } from '../arm/resource-id';
import { applicationGroups, workspaces, type ApplicationGroup, type Workspace } from './application-group';
import { armPage } from './arm-page';
import { AVD, AVD_API_VERSIONS, AVD_IN_GROUP } from './host-pool';

const GROUPS = { action: `${AVD}/applicationgroups/read`, apiVersions: AVD_API_VERSIONS };
const WORKSPACES = { action: `${AVD}/workspaces/read`, apiVersions: AVD_API_VERSIONS };

/** Application groups: get and list. */
export function registerApplicationGroups(arm: ArmRoutes): void {
  arm.get(`${AVD_IN_GROUP}/applicationGroups/{name}`, GROUPS, (call) => {
    const found = call.tenant.store.in(applicationGroups).get(keyOf(call, 'applicationGroups'));
    if (found === undefined) throw armResourceNotFound(call, `${AVD}/applicationgroups`, param(call, 'name'));
    return ok(applicationGroupView(call, found));
  });
  arm.get(`${AVD_IN_GROUP}/applicationGroups`, GROUPS, (call) =>
    groupPage(call, call.tenant.store.in(applicationGroups).by('group', resourceKey(groupScope(call)))),
  );
  arm.get(`/subscriptions/{subscription}/providers/${AVD}/applicationGroups`, GROUPS, (call) =>
    groupPage(
      call,
      call.tenant.store.in(applicationGroups).by('subscription', param(call, 'subscription').toLowerCase()),
    ),
  );
}

/** Workspaces: get and list. */
export function registerWorkspaces(arm: ArmRoutes): void {
  arm.get(`${AVD_IN_GROUP}/workspaces/{name}`, WORKSPACES, (call) => {
    const found = call.tenant.store.in(workspaces).get(keyOf(call, 'workspaces'));
    if (found === undefined) throw armResourceNotFound(call, `${AVD}/workspaces`, param(call, 'name'));
    return ok(workspaceView(found));
  });
  arm.get(`${AVD_IN_GROUP}/workspaces`, WORKSPACES, (call) =>
    armPage(
      call,
      call.tenant.store
        .in(workspaces)
        .by('group', resourceKey(groupScope(call)))
        .map(workspaceView),
    ),
  );
}

function keyOf(call: ArmCall, type: string): string {
  return resourceKey(`${groupScope(call)}/providers/${AVD}/${type}/${param(call, 'name')}`);
}

function groupPage(call: ArmCall, found: readonly ApplicationGroup[]): ApiReply {
  return armPage(
    call,
    found.map((group) => applicationGroupView(call, group)),
  );
}

function applicationGroupView(call: ArmCall, group: ApplicationGroup): Record<string, unknown> {
  const shownIn = call.tenant.store
    .in(workspaces)
    .all()
    .find(({ applicationGroupIds }) => applicationGroupIds.some((id) => resourceKey(id) === group.id));
  return {
    id: group.resourceId,
    name: group.name,
    type: `${AVD}/applicationgroups`,
    kind: group.kind,
    location: group.location,
    tags: {},
    properties: {
      objectId: group.objectId,
      description: null,
      friendlyName: group.friendlyName,
      hostPoolArmPath: group.hostPoolId,
      workspaceArmPath: shownIn?.resourceId ?? null,
      applicationGroupType: group.kind,
      cloudPcResource: false,
      showInFeed: true,
    },
  };
}

function workspaceView(workspace: Workspace): Record<string, unknown> {
  return {
    id: workspace.resourceId,
    name: workspace.name,
    type: `${AVD}/workspaces`,
    location: workspace.location,
    tags: {},
    properties: {
      objectId: workspace.objectId,
      description: null,
      friendlyName: workspace.friendlyName,
      applicationGroupReferences: workspace.applicationGroupIds,
      publicNetworkAccess: 'Enabled',
      cloudPcResource: false,
    },
  };
}
