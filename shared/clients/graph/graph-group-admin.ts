import { z } from 'zod';
import { groupId } from '../../domain/ids';
import type { GroupTraits } from '../../domain/prepare/judge-group';
import type { GroupAdmin } from '../group-admin';
import type { GraphConnection } from './connect-graph';
import { readBody, requireSuccess } from './graph-answer';
import { odataText } from './graph-call';
import { isDirectoryAbsence } from './graph-failures';
import { graphPages } from './graph-pages';
import { readPackageResource } from './read-package-resource';

const TRAITS =
  'id,displayName,securityEnabled,mailEnabled,groupTypes,onPremisesSyncEnabled,isAssignableToRole';
const group = z.looseObject({
  id: z.guid(),
  displayName: z.string().nullish(),
  securityEnabled: z.boolean().nullish(),
  mailEnabled: z.boolean().nullish(),
  groupTypes: z.array(z.string()).nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  isAssignableToRole: z.boolean().nullish(),
});

/**
 * {@link GroupAdmin} over Microsoft Graph v1.0. Delegated permissions: Group.ReadWrite.All, and
 * EntitlementManagement.Read.All to see who manages a group. Throws RetryableError or TerminalError.
 */
export function graphGroupAdmin(graph: GraphConnection): GroupAdmin {
  const traitsOf = async (found: z.output<typeof group>): Promise<GroupTraits> => ({
    id: groupId(found.id),
    displayName: found.displayName ?? found.id,
    isSecurityEnabled: found.securityEnabled === true,
    isMailEnabled: found.mailEnabled === true,
    isDynamic: found.groupTypes?.includes('DynamicMembership') === true,
    isSynchronised: found.onPremisesSyncEnabled === true,
    isRoleAssignable: found.isAssignableToRole === true,
    isPackageManaged: await readPackageResource(graph, found.id),
  });
  return {
    read: async (id) => {
      const answer = await graph.ask({
        method: 'GET',
        pathTemplate: '/groups/{group}',
        ids: { group: id },
        query: { $select: TRAITS },
      });
      if (!isDirectoryAbsence(answer)) return traitsOf(readBody(answer, group));
      const deleted = await graph.ask({
        method: 'GET',
        pathTemplate: '/directory/deletedItems/{group}',
        ids: { group: id },
        query: { $select: 'id' },
      });
      if (isDirectoryAbsence(deleted)) return 'absent';
      requireSuccess(deleted);
      return 'soft-deleted';
    },
    findByName: async (name) => {
      const found = await findByName(graph, name);
      return Promise.all(found.map(traitsOf));
    },
    ensure: (name, description) => ensureGroup(graph, name, description),
  };
}

/** By unique name; a group made by hand has none, so its mail nickname is asked for too. */
async function findByName(graph: GraphConnection, name: string): Promise<z.output<typeof group>[]> {
  for (const property of ['uniqueName', 'mailNickname']) {
    const found = await graphPages(
      graph,
      {
        method: 'GET',
        pathTemplate: '/groups',
        query: { $filter: `${property} eq ${odataText(name)}`, $select: TRAITS },
      },
      group,
    );
    if (found.length > 0) return found;
  }
  return [];
}

/**
 * Upsert by unique name: "POST /groups" would make a second group of the same name. That `Prefer: create-if-missing`
 * makes one is UNVERIFIED (facts, identity-and-desktops F): where the directory knows no such group and makes none,
 * it is posted with the unique name, which the directory refuses to give twice.
 */
async function ensureGroup(graph: GraphConnection, name: string, description: string): Promise<void> {
  const properties = {
    displayName: name,
    description,
    mailEnabled: false,
    mailNickname: name,
    securityEnabled: true,
  };
  const upserted = await graph.ask({
    method: 'PATCH',
    pathTemplate: "/groups(uniqueName='{name}')",
    ids: { name },
    headers: { Prefer: 'create-if-missing' },
    body: properties,
  });
  if (!isDirectoryAbsence(upserted)) {
    requireSuccess(upserted);
    return;
  }
  const posted = await graph.ask({
    method: 'POST',
    pathTemplate: '/groups',
    body: { ...properties, uniqueName: name },
  });
  requireSuccess(posted);
}
