import { z } from 'zod';
import type { TenantContext } from '../core/tenant-context';
import { memberTypeOf } from '../directory/directory-object-view';
import { groups, memberships, type DirectoryGroup } from '../directory/directory-objects';
import { packageAssignments } from '../directory/package-assignments';
import {
  addMembers,
  purgeGroup,
  removeMember,
  restoreGroup,
  softDeleteGroup,
} from '../directory/group-writes';
import { namesOf } from '../scenarios/scenario-names';
import { controlAction } from './control-action';
import { ControlFailure } from './control-failure';
import { findUser } from './find-user';

const admin = { kind: 'outside', name: 'an admin in the portal' } as const;
const groupInput = z.strictObject({ group: z.string().describe('object id, display name or scenario name') });
const memberInput = groupInput.extend({ member: z.string().describe('a user or a group') });

export const groupActions = {
  addMember: controlAction(
    'Puts a user or group into a group',
    memberInput,
    ({ tenant }, { group, member }) => {
      const found = findGroup(tenant, group);
      const id = memberId(tenant, member);
      const type = memberTypeOf(tenant, id);
      if (type === undefined) throw new ControlFailure(`There is no live object ${id}`);
      if (tenant.store.in(memberships).get(`${found.id}/${id}`) === undefined)
        addMembers(tenant, found, [{ id, type }], admin);
      return { group: found.id, member: id };
    },
  ),
  removeMember: controlAction(
    'Takes a user or group out of a group',
    memberInput,
    ({ tenant }, { group, member }) => {
      const found = findGroup(tenant, group);
      const id = memberId(tenant, member);
      if (tenant.store.in(memberships).get(`${found.id}/${id}`) !== undefined)
        removeMember(tenant, found, id, admin);
      return { group: found.id, member: id };
    },
  ),
  setPackageAssignment: controlAction(
    'Gives a user an access package, until a time or without an end; says nothing of its groups',
    z.strictObject({
      user: z.string(),
      package: z.string().default('desktops'),
      endsAt: z.iso.datetime().optional(),
    }),
    ({ tenant }, { user, package: name, endsAt }) => {
      const { id: userId } = findUser(tenant, user);
      const id = tenant.ids.named('packageAssignment', `${name}/${userId}`);
      return tenant.store.in(packageAssignments).put({ id, userId, endDateTime: endsAt ?? null });
    },
  ),
  deleteGroup: controlAction(
    'Deletes a group; it can be restored for 30 days',
    groupInput,
    ({ tenant }, { group }) => {
      const found = findGroup(tenant, group);
      softDeleteGroup(tenant, found, admin);
      return { deleted: found.id };
    },
  ),
  restoreGroup: controlAction(
    'Takes a group out of the deleted items',
    groupInput,
    ({ tenant }, { group }) => {
      const found = findGroup(tenant, group);
      restoreGroup(tenant, found, admin);
      return { restored: found.id };
    },
  ),
  purgeGroup: controlAction('Deletes a group for good', groupInput, ({ tenant }, { group }) => {
    const found = findGroup(tenant, group);
    purgeGroup(tenant, found, admin);
    return { purged: found.id };
  }),
  listMembers: controlAction('Lists the direct members of a group', groupInput, ({ tenant }, { group }) =>
    tenant.store
      .in(memberships)
      .by('group', findGroup(tenant, group).id)
      .map(({ memberId: id, memberType: type }) => ({ id, type })),
  ),
};

/** A group by object id, scenario name or display name. */
export function findGroup(tenant: TenantContext, reference: string): DirectoryGroup {
  const table = tenant.store.in(groups);
  const named =
    namesOf(tenant, 'group').find((entry) => entry.name === reference)?.objectId ?? reference.toLowerCase();
  const found = table.get(named) ?? table.by('displayName', reference)[0];
  if (found === undefined)
    throw new ControlFailure(`There is no group '${reference}' (object id, display name or scenario name)`);
  return found;
}

function memberId(tenant: TenantContext, reference: string): string {
  const group = namesOf(tenant, 'group').find((entry) => entry.name === reference)?.objectId;
  const direct = tenant.store.in(groups).get(reference.toLowerCase())?.id;
  return group ?? direct ?? findUser(tenant, reference).id;
}
