import type { TenantContext } from '../core/tenant-context';
import { audit, type Actor } from './audit-log';
import { groups, memberships, users, type DirectoryGroup, type MemberType } from './directory-objects';
import { keepForReaders } from './replication';

/** Stores a new group and tells delta queries and subscribers. */
export function addGroup(tenant: TenantContext, group: DirectoryGroup, actor: Actor): void {
  keepForReaders(tenant, groups, group.id);
  tenant.store.in(groups).put(group);
  tenant.changes.record({
    type: 'group',
    objectId: group.id,
    change: 'created',
    properties: Object.keys(group),
  });
  auditGroup(tenant, 'Add group', 'Add', actor, group);
}

export function updateGroup(
  tenant: TenantContext,
  group: DirectoryGroup,
  patch: Partial<DirectoryGroup>,
  actor: Actor,
): void {
  if (Object.keys(patch).length === 0) return;
  keepForReaders(tenant, groups, group.id);
  tenant.store.in(groups).put({ ...group, ...patch });
  tenant.changes.record({
    type: 'group',
    objectId: group.id,
    change: 'updated',
    properties: Object.keys(patch),
  });
  auditGroup(tenant, 'Update group', 'Update', actor, group);
}

/** Moves a group to the deleted items for 30 days. */
export function softDeleteGroup(tenant: TenantContext, group: DirectoryGroup, actor: Actor): void {
  keepForReaders(tenant, groups, group.id);
  tenant.store.in(groups).put({ ...group, deletedDateTime: tenant.clock.iso() });
  tenant.changes.record({
    type: 'group',
    objectId: group.id,
    change: 'soft-deleted',
    properties: ['deletedDateTime'],
  });
  auditGroup(tenant, 'Delete group', 'Delete', actor, group);
}

/** Takes a group out of the deleted items, with its members when the switch says so. */
export function restoreGroup(tenant: TenantContext, group: DirectoryGroup, actor: Actor): DirectoryGroup {
  keepForReaders(tenant, groups, group.id);
  const restored = tenant.store.in(groups).put({ ...group, deletedDateTime: null });
  if (!tenant.switches.get('restoredGroupKeepsMembers')) forgetMembers(tenant, group.id);
  tenant.changes.record({
    type: 'group',
    objectId: group.id,
    change: 'restored',
    properties: [...Object.keys(group), 'members'],
  });
  auditGroup(tenant, 'Restore group', 'Update', actor, group);
  return restored;
}

/** Deletes a group for good. */
export function purgeGroup(tenant: TenantContext, group: DirectoryGroup, actor: Actor): void {
  forgetMembers(tenant, group.id);
  tenant.store.in(groups).delete(group.id);
  tenant.changes.record({ type: 'group', objectId: group.id, change: 'deleted', properties: [] });
  auditGroup(tenant, 'Hard Delete group', 'Delete', actor, group);
}

/** Adds members that are known to be new to the group. */
export function addMembers(
  tenant: TenantContext,
  group: DirectoryGroup,
  members: readonly { id: string; type: MemberType }[],
  actor: Actor,
): void {
  for (const member of members) {
    const id = `${group.id}/${member.id}`;
    keepForReaders(tenant, memberships, id);
    const addedAtMs = tenant.clock.now();
    tenant.store
      .in(memberships)
      .put({ id, groupId: group.id, memberId: member.id, memberType: member.type, addedAtMs });
    auditMember(tenant, 'Add member to group', 'Assign', actor, group, member.id);
  }
  const membersAdded = members.map((member) => member.id);
  tenant.changes.record({
    type: 'group',
    objectId: group.id,
    change: 'updated',
    properties: ['members'],
    membersAdded,
  });
}

/** Takes one member out. */
export function removeMember(
  tenant: TenantContext,
  group: DirectoryGroup,
  memberId: string,
  actor: Actor,
): void {
  const id = `${group.id}/${memberId}`;
  keepForReaders(tenant, memberships, id);
  tenant.store.in(memberships).delete(id);
  tenant.changes.record({
    type: 'group',
    objectId: group.id,
    change: 'updated',
    properties: ['members'],
    membersRemoved: [memberId],
  });
  auditMember(tenant, 'Remove member from group', 'Unassign', actor, group, memberId);
}

function auditGroup(
  tenant: TenantContext,
  activity: string,
  operation: 'Add' | 'Update' | 'Delete',
  actor: Actor,
  group: DirectoryGroup,
): void {
  const targets = [{ id: group.id, type: 'Group', displayName: group.displayName }] as const;
  audit(tenant, {
    activity,
    operation,
    actor,
    category: 'GroupManagement',
    service: 'Core Directory',
    targets,
  });
}

function auditMember(
  tenant: TenantContext,
  activity: string,
  operation: 'Assign' | 'Unassign',
  actor: Actor,
  group: DirectoryGroup,
  memberId: string,
): void {
  const user = tenant.store.in(users).get(memberId);
  const target = {
    id: memberId,
    type: 'User',
    displayName: user?.displayName ?? null,
    userPrincipalName: user?.userPrincipalName ?? null,
  } as const;
  const modified = {
    'Group.ObjectID': [null, group.id],
    'Group.DisplayName': [null, group.displayName],
  } as const;
  const targets = [
    { ...target, modified: { ...modified } },
    { id: group.id, type: 'Group', displayName: group.displayName },
  ] as const;
  audit(tenant, {
    activity,
    operation,
    actor,
    category: 'GroupManagement',
    service: 'Core Directory',
    targets,
  });
}

function forgetMembers(tenant: TenantContext, groupId: string): void {
  for (const membership of tenant.store.in(memberships).by('group', groupId))
    tenant.store.in(memberships).delete(membership.id);
}
