import { z } from 'zod';
import { bodyOf, created, noContent, ok, param, type ApiReply } from '../core/api-call';
import { ApiError, badRequest, resourceNotFound } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { groupLicences } from '../desktops/licence';
import { collectionReply } from '../odata/collection-reply';
import { countReply } from '../odata/count-reply';
import { entityBody } from '../odata/select';
import type { DirectoryGroup } from './directory-objects';
import { bindMembers, MEMBER_ADMINISTRATORS, refuseRoleAssignable } from './group-members';
import { groupById, groupByUniqueName, liveGroups } from './group-lookup';
import { groupCollection, groupView, LICENCE_PROPERTIES } from './group-view';
import { addGroup, softDeleteGroup, updateGroup } from './group-writes';

/** Reads: Graph v1.0 "List groups", "Get group". */
export const READ_GROUPS = [
  'GroupMember.Read.All',
  'Group.Read.All',
  'GroupMember.ReadWrite.All',
  'Group.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
const WRITE_GROUPS = ['Group.ReadWrite.All', 'Directory.ReadWrite.All'];
const CREATE_GROUPS = ['Group.Create', ...WRITE_GROUPS];

const newGroup = z.strictObject({
  displayName: z.string().min(1).max(256),
  description: z.string().nullable().optional(),
  mailEnabled: z.literal(false),
  mailNickname: z.string().min(1).max(64),
  securityEnabled: z.literal(true),
  uniqueName: z.string().max(128).optional(),
  groupTypes: z.array(z.string()).max(0, 'only assigned security groups are simulated').optional(),
  isAssignableToRole: z.boolean().optional(),
  visibility: z.string().optional(),
  'members@odata.bind': z.array(z.string()).optional(),
  'owners@odata.bind': z.array(z.string()).optional(),
});

const groupPatch = z.strictObject({
  displayName: z.string().min(1).max(256).optional(),
  description: z.string().nullable().optional(),
  mailNickname: z.string().optional(),
  'members@odata.bind': z.array(z.string()).optional(),
});

const keyedUpsert = newGroup.partial();

/** `/groups`: list, get, create, update (with members), delete. Restore is with the deleted items. */
export function registerGroups(graph: GraphRoutes): void {
  graph.get('/groups', { permissions: READ_GROUPS }, (call) =>
    collectionReply(
      call,
      liveGroups(call.tenant).map((group) => groupItem(call, group)),
      groupCollection,
    ),
  );
  graph.get('/groups/$count', { permissions: READ_GROUPS }, (call) =>
    countReply(
      call,
      liveGroups(call.tenant).map((group) => groupItem(call, group)),
      groupCollection,
    ),
  );
  graph.get('/groups/{id}', { permissions: READ_GROUPS }, (call) =>
    ok(groupBody(call, groupById(call.tenant, param(call, 'id')))),
  );
  graph.get("/groups(uniqueName='{name}')", { permissions: READ_GROUPS }, (call) =>
    ok(groupBody(call, namedGroup(call))),
  );
  graph.post('/groups', { permissions: CREATE_GROUPS }, (call) =>
    created(createGroup(call, bodyOf(call, newGroup))),
  );
  const patch = {
    permissions: ['GroupMember.ReadWrite.All', ...WRITE_GROUPS],
    orRoles: MEMBER_ADMINISTRATORS,
  };
  graph.patch('/groups/{id}', patch, (call) => {
    patchGroup(call, groupById(call.tenant, param(call, 'id')), bodyOf(call, groupPatch));
    return noContent();
  });
  graph.patch("/groups(uniqueName='{name}')", { permissions: CREATE_GROUPS }, upsertGroup);
  graph.delete('/groups/{id}', { permissions: WRITE_GROUPS }, (call) => {
    const group = groupById(call.tenant, param(call, 'id'));
    refuseRoleAssignable(call, group);
    softDeleteGroup(call.tenant, group, call.caller);
    return noContent();
  });
}

function createGroup(call: GraphCall, wanted: z.output<typeof newGroup>): unknown {
  const { tenant } = call;
  if (wanted.uniqueName !== undefined && groupByUniqueName(tenant, wanted.uniqueName) !== undefined) {
    throw badRequest('Another object with the same value for property uniqueName already exists.');
  }
  const group: DirectoryGroup = {
    id: tenant.ids.next('group'),
    displayName: wanted.displayName,
    description: wanted.description ?? null,
    mail: null,
    mailEnabled: false,
    mailNickname: wanted.mailNickname,
    securityEnabled: true,
    groupTypes: [],
    membershipRule: null,
    isAssignableToRole: wanted.isAssignableToRole ?? null,
    uniqueName: wanted.uniqueName ?? null,
    visibility: wanted.visibility ?? null,
    createdDateTime: tenant.clock.iso(),
    deletedDateTime: null,
    ownerIds: [],
    nestingAllowed: true,
    onPremisesSyncEnabled: null,
    isPackageResource: false,
  };
  addGroup(tenant, group, call.caller);
  const members = wanted['members@odata.bind'] ?? [];
  if (members.length > 0) bindMembers(call, group, members);
  return groupBody(call, group);
}

function patchGroup(call: GraphCall, group: DirectoryGroup, wanted: z.output<typeof groupPatch>): void {
  const { 'members@odata.bind': members, ...rest } = wanted;
  const properties = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const isOnlyMembers = Object.keys(properties).length === 0;
  if (!isOnlyMembers && !WRITE_GROUPS.some((permission) => call.caller.permissions.has(permission))) {
    throw new ApiError(
      403,
      'Authorization_RequestDenied',
      'Insufficient privileges to complete the operation.',
    );
  }
  if (members !== undefined) bindMembers(call, group, members);
  updateGroup(call.tenant, group, properties, call.caller);
}

/** Upsert by unique name: creates only with `Prefer: create-if-missing`. */
function upsertGroup(call: GraphCall): ApiReply {
  const uniqueName = param(call, 'name');
  const existing = groupByUniqueName(call.tenant, uniqueName);
  const wanted = bodyOf(call, keyedUpsert);
  if (wanted.uniqueName !== undefined && wanted.uniqueName !== uniqueName)
    throw badRequest('The uniqueName of the body does not match the address.');
  if (existing === undefined) return createMissing(call, uniqueName, wanted);
  const { displayName, description } = wanted;
  const named = displayName === undefined ? {} : { displayName };
  const described = description === undefined ? {} : { description };
  updateGroup(call.tenant, existing, { ...named, ...described }, call.caller);
  return noContent();
}

function createMissing(call: GraphCall, uniqueName: string, wanted: z.output<typeof keyedUpsert>): ApiReply {
  const asksFor = /create-if-missing/i.test(call.headers['prefer'] ?? '');
  if (!asksFor || !call.tenant.switches.get('groupCreateIfMissing')) throw resourceNotFound(uniqueName);
  const complete = newGroup.safeParse({ ...wanted, uniqueName });
  if (complete.success) return created(createGroup(call, complete.data));
  const property = complete.error.issues[0]?.path.join('.') ?? '';
  throw badRequest(`Invalid value specified for property '${property}' of resource 'Group'.`);
}

function namedGroup(call: GraphCall): DirectoryGroup {
  const found = groupByUniqueName(call.tenant, param(call, 'name'));
  if (found === undefined) throw resourceNotFound(param(call, 'name'));
  return found;
}

function groupBody(call: GraphCall, group: DirectoryGroup): unknown {
  return entityBody(call, 'groups', groupItem(call, group), groupCollection);
}

/** With the licences the group carries, when `$select` asks for them. */
function groupItem(call: GraphCall, group: DirectoryGroup): Record<string, unknown> {
  const asked = call.query.get('$select') ?? '';
  if (!LICENCE_PROPERTIES.some((name) => asked.includes(name))) return groupView(group);
  const carried = call.tenant.store.in(groupLicences).by('group', group.id);
  const assignedLicenses = carried.map(({ skuId, disabledPlans }) => ({ skuId, disabledPlans }));
  return { ...groupView(group), assignedLicenses, licenseProcessingState: { state: 'ProcessingComplete' } };
}
