import type { z } from 'zod';
import type { GroupTraits } from '../../domain/prepare/judge-group';
import type { GroupAdmin } from '../group-admin';
import type { GraphConnection } from './connect-graph';
import { readBody, requireSuccess } from './graph-answer';
import { odataText } from './graph-call';
import { isDirectoryAbsence } from './graph-failures';
import { GROUP_TRAITS, groupBody, groupTraits } from './graph-group-traits';
import { graphPages } from './graph-pages';
import { readPackageResource } from './read-package-resource';

type GroupBody = z.output<typeof groupBody>;

/**
 * {@link GroupAdmin} over Microsoft Graph v1.0. Delegated permissions: Group.ReadWrite.All, and
 * EntitlementManagement.Read.All to see who manages a group. Throws RetryableError or TerminalError.
 */
export function graphGroupAdmin(graph: GraphConnection): GroupAdmin {
  const traitsOf = async (found: GroupBody): Promise<GroupTraits> =>
    groupTraits(found, await readPackageResource(graph, found.id));
  return {
    read: async (id) => {
      const answer = await graph.ask({
        method: 'GET',
        pathTemplate: '/groups/{group}',
        ids: { group: id },
        query: { $select: GROUP_TRAITS },
      });
      if (!isDirectoryAbsence(answer)) return traitsOf(readBody(answer, groupBody));
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
async function findByName(graph: GraphConnection, name: string): Promise<GroupBody[]> {
  for (const property of ['uniqueName', 'mailNickname']) {
    const found = await graphPages(
      graph,
      {
        method: 'GET',
        pathTemplate: '/groups',
        query: { $filter: `${property} eq ${odataText(name)}`, $select: GROUP_TRAITS },
      },
      groupBody,
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
