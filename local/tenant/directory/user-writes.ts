import type { TenantContext } from '../core/tenant-context';
import { audit, type Actor, type AuditTarget } from './audit-log';
import { groups, memberships, users, type DirectoryUser } from './directory-objects';
import { keepForReaders } from './replication';

/** Stores a new user and tells delta queries and subscribers. */
export function addUser(tenant: TenantContext, user: DirectoryUser, actor: Actor): void {
  keepForReaders(tenant, users, user.id);
  tenant.store.in(users).put(user);
  tenant.changes.record({
    type: 'user',
    objectId: user.id,
    change: 'created',
    properties: Object.keys(user),
  });
  const modified = { UserType: [null, user.userType], UserState: [null, user.externalUserState] } as const;
  auditUser(tenant, 'Add user', 'Add', actor, user, user.externalUserState === null ? {} : { ...modified });
}

/** Changes properties of a user; a patch that changes nothing tells nobody. */
export function updateUser(
  tenant: TenantContext,
  user: DirectoryUser,
  patch: Partial<DirectoryUser>,
  actor: Actor,
  silently = false,
): DirectoryUser {
  const changed = Object.keys(patch).filter(
    (name) => !same(user[name as keyof DirectoryUser], patch[name as keyof DirectoryUser]),
  );
  if (changed.length === 0) return user;
  keepForReaders(tenant, users, user.id);
  const next = tenant.store.in(users).put({ ...user, ...patch });
  if (!silently)
    tenant.changes.record({ type: 'user', objectId: user.id, change: 'updated', properties: changed });
  auditUpdate(tenant, user, next, changed, actor);
  return next;
}

/** Moves a user to the deleted items for 30 days; its memberships come back with it. */
export function softDeleteUser(tenant: TenantContext, user: DirectoryUser, actor: Actor): void {
  keepForReaders(tenant, users, user.id);
  tenant.store.in(users).put({ ...user, deletedDateTime: tenant.clock.iso() });
  tenant.changes.record({
    type: 'user',
    objectId: user.id,
    change: 'soft-deleted',
    properties: ['deletedDateTime'],
  });
  recordMemberships(tenant, user.id, 'membersRemoved');
  auditUser(tenant, 'Delete user', 'Delete', actor, user);
  if (user.creationType === 'Invitation')
    auditUser(tenant, 'Delete external user', 'Delete', actor, user, {}, 'Invited Users');
}

/** Takes a user out of the deleted items; memberships return when the switch says so. */
export function restoreUser(tenant: TenantContext, user: DirectoryUser, actor: Actor): DirectoryUser {
  keepForReaders(tenant, users, user.id);
  const restored = tenant.store.in(users).put({ ...user, deletedDateTime: null });
  tenant.changes.record({
    type: 'user',
    objectId: user.id,
    change: 'restored',
    properties: Object.keys(user),
  });
  if (tenant.switches.get('restoredUserKeepsMemberships')) recordMemberships(tenant, user.id, 'membersAdded');
  else forgetMemberships(tenant, user.id);
  auditUser(tenant, 'Restore user', 'Update', actor, user);
  return restored;
}

/** Deletes a user for good. */
export function purgeUser(tenant: TenantContext, user: DirectoryUser, actor: Actor): void {
  forgetMemberships(tenant, user.id);
  tenant.store.in(users).delete(user.id);
  tenant.changes.record({ type: 'user', objectId: user.id, change: 'deleted', properties: [] });
  auditUser(tenant, 'Hard Delete user', 'Delete', actor, user);
}

/** A user as a row of the audit log names it. */
export function auditedUser(
  user: DirectoryUser,
  modified: NonNullable<AuditTarget['modified']> = {},
): AuditTarget {
  return {
    id: user.id,
    type: 'User',
    displayName: user.displayName,
    userPrincipalName: user.userPrincipalName,
    modified,
  };
}

function auditUpdate(
  tenant: TenantContext,
  before: DirectoryUser,
  after: DirectoryUser,
  changed: readonly string[],
  actor: Actor,
): void {
  if (changed.includes('accountEnabled'))
    auditUser(tenant, after.accountEnabled ? 'Enable account' : 'Disable account', 'Update', actor, after);
  const names: Readonly<Record<string, string>> = {
    externalUserState: 'UserState',
    accountEnabled: 'AccountEnabled',
    userType: 'UserType',
  };
  const values = (user: DirectoryUser, name: string): unknown => user[name as keyof DirectoryUser];
  const modified = Object.fromEntries(
    changed.map((name) => [
      names[name] ?? name,
      [values(before, name), values(after, name)] as [unknown, unknown],
    ]),
  );
  auditUser(tenant, 'Update user', 'Update', actor, after, modified);
}

function auditUser(
  tenant: TenantContext,
  activity: string,
  operation: 'Add' | 'Update' | 'Delete',
  actor: Actor,
  user: DirectoryUser,
  modified: NonNullable<AuditTarget['modified']> = {},
  service: 'Core Directory' | 'Invited Users' = 'Core Directory',
): void {
  audit(tenant, {
    activity,
    operation,
    actor,
    category: 'UserManagement',
    service,
    targets: [auditedUser(user, modified)],
  });
}

function recordMemberships(
  tenant: TenantContext,
  userId: string,
  field: 'membersAdded' | 'membersRemoved',
): void {
  for (const { groupId } of tenant.store.in(memberships).by('member', userId)) {
    if (tenant.store.in(groups).get(groupId) === undefined) continue;
    tenant.changes.record({
      type: 'group',
      objectId: groupId,
      change: 'updated',
      properties: ['members'],
      [field]: [userId],
    });
  }
}

function forgetMemberships(tenant: TenantContext, userId: string): void {
  for (const membership of tenant.store.in(memberships).by('member', userId))
    tenant.store.in(memberships).delete(membership.id);
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
