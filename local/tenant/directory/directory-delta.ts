import type { DirectoryChange } from '../core/change-log';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { deltaReply, type DeltaSource } from './delta-round';
import { memberTypeOf } from './directory-object-view';
import { groups, memberships, users } from './directory-objects';
import { groupSelectable, groupView } from './group-view';
import { liveGroups } from './group-lookup';
import { READ_GROUPS } from './groups';
import { visible, visibleBy } from './replication';
import { liveUsers } from './user-lookup';
import { userSelectable, userView } from './user-view';
import { READ_USERS } from './users';

/** `users/delta` and `groups/delta` (members too). */
export function registerDirectoryDelta(graph: GraphRoutes): void {
  graph.get('/users/delta()', { permissions: READ_USERS }, (call) => deltaReply(call, userSource));
  graph.get('/groups/delta()', { permissions: READ_GROUPS }, (call) => deltaReply(call, groupSource));
}

const userSource: DeltaSource = {
  kind: 'users',
  type: 'user',
  selectable: { type: 'user', selectable: userSelectable },
  liveIds: (call) => liveUsers(call.tenant).map((user) => user.id),
  entry: (call, id, changes, select) => {
    const user = visible(call.tenant, users, id);
    if (user?.deletedDateTime !== null) return removedEntry(call, id, user !== undefined, changes);
    return picked(userView(user), select ?? USER_DEFAULTS);
  },
};

const USER_DEFAULTS = [
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
];

const groupSource: DeltaSource = {
  kind: 'groups',
  type: 'group',
  selectable: { type: 'group', selectable: [...groupSelectable, 'members'] },
  liveIds: (call) => liveGroups(call.tenant).map((group) => group.id),
  entry: (call, id, changes, select) => {
    const group = visible(call.tenant, groups, id);
    if (group?.deletedDateTime !== null) return removedEntry(call, id, group !== undefined, changes);
    const shown = picked(groupView(group), select ?? groupSelectable);
    if (select !== null && !select.includes('members')) return shown;
    const members = membersDelta(call, id, changes);
    return members.length === 0 ? shown : { ...shown, 'members@delta': members };
  },
};

/** Soft-deleted objects are `changed`, purged ones `deleted` (delta overview). */
function removedEntry(
  call: GraphCall,
  id: string,
  isRestorable: boolean,
  changes: readonly DirectoryChange[],
): Record<string, unknown> | undefined {
  const isPurge = changes.length > 0 && changes.every((change) => change.change === 'deleted');
  if (isPurge && !call.tenant.switches.get('hardDeleteKeepsDeltaTombstone')) return undefined;
  return { id, '@removed': { reason: isRestorable ? 'changed' : 'deleted' } };
}

/** The id always; a property that was never set is left out. */
function picked(view: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  const shown = Object.entries(view).filter(
    ([name, value]) => name === 'id' || (names.includes(name) && value !== null),
  );
  return Object.fromEntries(shown);
}

/** In the first round all members, then those that came and, with a reason, those that went. */
function membersDelta(
  call: GraphCall,
  groupId: string,
  changes: readonly DirectoryChange[],
): Record<string, unknown>[] {
  const current = visibleBy(call.tenant, memberships, 'group', groupId);
  const isWhole =
    changes.length === 0 ||
    changes.some((change) => change.change === 'created' || change.change === 'restored');
  if (isWhole)
    return current.map(({ memberId, memberType }) => ({
      '@odata.type': `#microsoft.graph.${memberType}`,
      id: memberId,
    }));
  const touched = new Set(
    changes.flatMap((change) => [...(change.membersAdded ?? []), ...(change.membersRemoved ?? [])]),
  );
  return [...touched].map((id) => {
    const member = current.find((membership) => membership.memberId === id);
    const type = { '@odata.type': `#microsoft.graph.${member?.memberType ?? 'user'}` };
    // A deleted user is still stored as a member, since a restore brings it back; readers do not see it.
    const isIn = member !== undefined && memberTypeOf(call.tenant, id) !== undefined;
    return isIn ? { ...type, id } : { ...type, id, '@removed': { reason: 'deleted' } };
  });
}
