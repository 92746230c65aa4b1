import { z } from 'zod';
import { bodyOf, created, noContent, ok, param, type ApiReply } from '../core/api-call';
import { badRequest, notSimulated, resourceNotFound } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { groupById } from '../directory/group-lookup';
import { collectionReply, type CollectionOptions } from '../odata/collection-reply';
import { entityBody } from '../odata/select';
import { mobileApps, type AppAssignment, type MobileApp } from './mobile-app';

const BASE = '/deviceAppManagement/mobileApps';
const CONTEXT = 'deviceAppManagement/mobileApps';
const OPTIONS: CollectionOptions = {
  context: CONTEXT,
  type: 'mobileApp',
  filterable: { displayName: { plain: ['eq', 'startswith', 'contains'] }, id: { plain: ['eq'] } },
};
/** Intune pages "Get win32LobApp", "assign action"; application permissions are on the current ones (UNVERIFIED). */
const READ = { permissions: ['DeviceManagementApps.Read.All', 'DeviceManagementApps.ReadWrite.All'] };
const WRITE = { permissions: ['DeviceManagementApps.ReadWrite.All'] };

const assignmentBody = z.looseObject({
  intent: z.enum(['available', 'required', 'uninstall', 'availableWithoutEnrollment']),
  target: z.looseObject({ '@odata.type': z.string(), groupId: z.guid().optional() }),
  settings: z.unknown().optional(),
});
type AssignmentBody = z.output<typeof assignmentBody>;
const assignBody = z.object({ mobileAppAssignments: z.array(assignmentBody) });

/** Win32 apps: list, get, their assignments, and `assign`, which takes the whole list. */
export function registerMobileApps(graph: GraphRoutes): void {
  graph.get(BASE, READ, (call) =>
    collectionReply(
      call,
      call.tenant.store
        .in(mobileApps)
        .all()
        .map((app) => view(call, app)),
      OPTIONS,
    ),
  );
  graph.get(`${BASE}/{id}`, READ, (call) => ok(entityBody(call, CONTEXT, view(call, appOf(call)), OPTIONS)));
  graph.get(`${BASE}/{id}/assignments`, READ, (call) =>
    collectionReply(call, appOf(call).assignments.map(assignmentView), {
      context: `${CONTEXT}('${param(call, 'id')}')/assignments`,
      type: 'mobileAppAssignment',
    }),
  );
  graph.post(`${BASE}/{id}/assignments`, WRITE, addAssignment);
  graph.delete(`${BASE}/{id}/assignments/{assignment}`, WRITE, removeAssignment);
  graph.post(`${BASE}/{id}/assign`, WRITE, assign);
}

/** UNVERIFIED: that the call replaces what was there; `assignReplaces` turns it into an addition. */
function assign(call: GraphCall): ApiReply {
  const app = appOf(call);
  const wanted = bodyOf(call, assignBody, 'BadRequest').mobileAppAssignments.map((one) =>
    assignmentOf(call, app, one),
  );
  const ids = new Set(wanted.map(({ id }) => id));
  const kept = call.tenant.switches.get('assignReplaces')
    ? []
    : app.assignments.filter(({ id }) => !ids.has(id));
  call.tenant.store.in(mobileApps).put({ ...app, assignments: [...kept, ...wanted] });
  return noContent();
}

function addAssignment(call: GraphCall): ApiReply {
  const app = appOf(call);
  const added = assignmentOf(call, app, bodyOf(call, assignmentBody, 'BadRequest'));
  if (app.assignments.some(({ id }) => id === added.id)) {
    throw badRequest('The app is already assigned to this target.', 'BadRequest');
  }
  call.tenant.store.in(mobileApps).put({ ...app, assignments: [...app.assignments, added] });
  return created(assignmentView(added));
}

function removeAssignment(call: GraphCall): ApiReply {
  const app = appOf(call);
  const id = param(call, 'assignment');
  const left = app.assignments.filter((assignment) => assignment.id !== id);
  if (left.length === app.assignments.length) throw resourceNotFound(id);
  call.tenant.store.in(mobileApps).put({ ...app, assignments: left });
  return noContent();
}

const TARGETS = new Set(['groupAssignmentTarget', 'allDevicesAssignmentTarget']);

function assignmentOf(
  call: GraphCall,
  app: MobileApp,
  { intent, target, settings }: AssignmentBody,
): AppAssignment {
  const targetType = target['@odata.type'];
  const shortType = targetType.replace('#microsoft.graph.', '');
  if (!TARGETS.has(shortType)) throw notSimulated(call.method, call.url, `assignment target ${targetType}`);
  const groupId = target.groupId === undefined ? null : groupById(call.tenant, target.groupId).id;
  if (shortType === 'groupAssignmentTarget' && groupId === null)
    throw badRequest('The target names no group.', 'BadRequest');
  const number = intent === 'uninstall' ? '2' : '1';
  const id = `${groupId ?? 'adadadad-808e-44e2-905a-0b7873a8a531'}_${number}_0`;
  const known = app.assignments.find((assignment) => assignment.id === id);
  const assignedAtMs = known?.intent === intent ? known.assignedAtMs : call.tenant.clock.now();
  return { id, intent, targetType, groupId, settings: settings ?? null, assignedAtMs };
}

function appOf(call: GraphCall): MobileApp {
  const id = param(call, 'id').toLowerCase();
  const found = call.tenant.store.in(mobileApps).get(id);
  if (found === undefined) throw resourceNotFound(id);
  return found;
}

function view(call: GraphCall, app: MobileApp): Record<string, unknown> {
  const expands = call.query.get('$expand')?.includes('assignments') === true;
  return {
    '@odata.type': '#microsoft.graph.win32LobApp',
    id: app.id,
    displayName: app.displayName,
    description: null,
    publisher: app.publisher,
    displayVersion: app.version,
    fileName: 'GlobalSecureAccessClient.intunewin',
    createdDateTime: new Date(app.createdAtMs).toISOString(),
    publishingState: 'published',
    installCommandLine: 'GlobalSecureAccessClient.exe /quiet /norestart',
    uninstallCommandLine: 'GlobalSecureAccessClient.exe /uninstall /quiet /norestart',
    isAssigned: app.assignments.length > 0,
    ...(expands ? { assignments: app.assignments.map(assignmentView) } : {}),
  };
}

function assignmentView(assignment: AppAssignment): Record<string, unknown> {
  return {
    '@odata.type': '#microsoft.graph.mobileAppAssignment',
    id: assignment.id,
    intent: assignment.intent,
    source: 'direct',
    sourceId: assignment.groupId,
    target: {
      '@odata.type': assignment.targetType,
      ...(assignment.groupId === null ? {} : { groupId: assignment.groupId }),
    },
    settings: assignment.settings,
  };
}
