import { z } from 'zod';
import { TerminalError } from '../../domain/codes';
import type { GroupId } from '../../domain/ids';
import type { AppRoleAssignments } from '../app-role-assignments';
import type { GraphConnection } from './connect-graph';
import { readBody, requireSuccess } from './graph-answer';
import { isDirectoryAbsence } from './graph-failures';
import { graphPages } from './graph-pages';

/** Allowed only where an app offers no role (Graph, appRoleAssignment resource). */
const NO_ROLE = '00000000-0000-0000-0000-000000000000';

const servicePrincipal = z.looseObject({
  displayName: z.string().nullish(),
  appRoleAssignmentRequired: z.boolean().nullish(),
  appRoles: z
    .array(z.looseObject({ id: z.string(), isEnabled: z.boolean(), allowedMemberTypes: z.array(z.string()) }))
    .nullish(),
});

/**
 * {@link AppRoleAssignments} over Microsoft Graph v1.0. Delegated permissions: Application.Read.All and, to assign,
 * AppRoleAssignment.ReadWrite.All with a role such as Cloud Application Administrator. Throws RetryableError or
 * TerminalError.
 */
export function graphAppRoleAssignments(graph: GraphConnection): AppRoleAssignments {
  const read = async (id: string) => {
    const answer = await graph.ask({
      method: 'GET',
      pathTemplate: '/servicePrincipals/{principal}',
      ids: { principal: id },
      query: { $select: 'id,displayName,appRoles,appRoleAssignmentRequired' },
    });
    return isDirectoryAbsence(answer) ? undefined : readBody(answer, servicePrincipal);
  };
  const isAssigned = async (group: GroupId, resource: string) => {
    const assignments = await graphPages(
      graph,
      {
        method: 'GET',
        pathTemplate: '/groups/{group}/appRoleAssignments',
        ids: { group },
        query: { $filter: `resourceId eq ${resource}` },
      },
      z.object({ resourceId: z.string() }),
    );
    return assignments.some(({ resourceId }) => resourceId.toLowerCase() === resource.toLowerCase());
  };
  return {
    readApp: async (id) => {
      const found = await read(id);
      if (found === undefined) return undefined;
      return {
        displayName: found.displayName ?? id,
        isAssignmentRequired: found.appRoleAssignmentRequired === true,
      };
    },
    hasApp: async (appId) => {
      const answer = await graph.ask({
        method: 'GET',
        pathTemplate: "/servicePrincipals(appId='{app}')",
        ids: { app: appId },
        query: { $select: 'id' },
      });
      if (isDirectoryAbsence(answer)) return false;
      requireSuccess(answer);
      return true;
    },
    isAssigned,
    ensure: async (group, resource) => {
      // A second assignment of one role is refused with a 400 that only its text tells from others (COMMUNITY).
      if (await isAssigned(group, resource)) return;
      const appRoleId = userRole(resource, await read(resource));
      const answer = await graph.ask({
        method: 'POST',
        pathTemplate: '/servicePrincipals/{resource}/appRoleAssignedTo',
        ids: { resource },
        body: { principalId: group, resourceId: resource, appRoleId },
      });
      requireSuccess(answer);
    },
  };
}

/** The role is read, never hard-coded: it differs from app to app (Tutorial: Configure Private Access using Graph, 2024). */
function userRole(resource: string, app: z.output<typeof servicePrincipal> | undefined): string {
  if (app === undefined)
    throw new TerminalError(
      'not-found',
      `There is no enterprise app ${resource}: check the id in the policy`,
    );
  const enabled = (app.appRoles ?? []).filter(({ isEnabled }) => isEnabled);
  if (enabled.length === 0) return NO_ROLE;
  const role = enabled.find(({ allowedMemberTypes }) => allowedMemberTypes.includes('User'));
  if (role !== undefined) return role.id;
  throw new TerminalError(
    'rejected',
    `The enterprise app ${resource} offers no role for users: no group can be assigned to it`,
  );
}
