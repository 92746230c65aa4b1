import { z } from 'zod';
import { TerminalError } from '../../domain/codes';
import type { AppPermissions, HeldAppRole, HeldDirectoryRole } from '../app-permissions';
import type { GraphConnection } from './connect-graph';
import { graphFailure, isSuccess, readBody, requireSuccess } from './graph-answer';
import { isDirectoryAbsence } from './graph-failures';
import { graphPages } from './graph-pages';

const resource = z.object({
  id: z.string(),
  appRoles: z.array(
    z.object({
      id: z.string(),
      value: z.string().nullish(),
      isEnabled: z.boolean(),
      allowedMemberTypes: z.array(z.string()),
    }),
  ),
});
const principal = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  servicePrincipalType: z.string().nullish(),
});
const appRole = z.object({
  id: z.string(),
  resourceId: z.string(),
  resourceDisplayName: z.string().nullish(),
  appRoleId: z.string(),
});
const directoryRole = z.object({
  id: z.string(),
  roleDefinitionId: z.string(),
  directoryScopeId: z.string().nullish(),
  roleDefinition: z.object({ displayName: z.string().nullish() }).nullish(),
});

/**
 * {@link AppPermissions} over Microsoft Graph v1.0 (Grant an appRoleAssignment for a service principal, List
 * unifiedRoleAssignments). Delegated permissions of the caller: shared/domain/operator-permissions.ts.
 */
export function graphAppPermissions(graph: GraphConnection): AppPermissions {
  const listAppRoles = appRolesOf(graph);
  const listDirectoryRoles = directoryRolesOf(graph);
  return {
    readResource: async (app) => {
      const pathTemplate = "/servicePrincipals(appId='{app}')";
      const answer = await graph.ask({ method: 'GET', pathTemplate, ids: { app } });
      if (isDirectoryAbsence(answer)) return undefined;
      const { id, appRoles } = readBody(answer, resource);
      const offered = appRoles.filter(
        (role) => role.isEnabled && role.allowedMemberTypes.includes('Application'),
      );
      return { id, roles: new Map(offered.map((role) => [role.value ?? '', role.id])) };
    },
    readPrincipal: async (id) => {
      const pathTemplate = '/servicePrincipals/{principal}';
      const answer = await graph.ask({ method: 'GET', pathTemplate, ids: { principal: id } });
      if (isDirectoryAbsence(answer)) return undefined;
      const { displayName, servicePrincipalType } = readBody(answer, principal);
      return {
        id,
        displayName: displayName ?? id,
        isManagedIdentity: servicePrincipalType === 'ManagedIdentity',
      };
    },
    listAppRoles,
    listDirectoryRoles,
    ensureAppRole: async (principalId, resourceId, appRoleId) => {
      const isHeld = async (): Promise<boolean> =>
        (await listAppRoles(principalId)).some(
          (one) => one.resourceId === resourceId && one.appRoleId === appRoleId,
        );
      if (await isHeld()) return 'unchanged';
      const answer = await graph.ask({
        method: 'POST',
        pathTemplate: '/servicePrincipals/{resource}/appRoleAssignedTo',
        ids: { resource: resourceId },
        body: { principalId, resourceId, appRoleId },
      });
      // No page names the code of "it is there already": whether it is there is what is asked for.
      if (!isSuccess(answer) && !(await isHeld())) throw graphFailure(answer);
      return (await isHeld()) ? 'changed' : notSeen('the app role');
    },
    removeAppRole: async (resourceId, assignment) => {
      const answer = await graph.ask({
        method: 'DELETE',
        pathTemplate: '/servicePrincipals/{resource}/appRoleAssignedTo/{assignment}',
        ids: { resource: resourceId, assignment },
      });
      if (isDirectoryAbsence(answer)) return 'unchanged';
      requireSuccess(answer);
      return 'changed';
    },
    ensureDirectoryRole: async (principalId, roleDefinitionId, directoryScopeId) => {
      const isHeld = async (): Promise<boolean> =>
        (await listDirectoryRoles(principalId)).some(
          ({ roleId, scope }) => roleId === roleDefinitionId && scope === directoryScopeId,
        );
      if (await isHeld()) return 'unchanged';
      const answer = await graph.ask({
        method: 'POST',
        pathTemplate: '/roleManagement/directory/roleAssignments',
        body: { principalId, roleDefinitionId, directoryScopeId },
      });
      if (!isSuccess(answer) && !(await isHeld())) throw graphFailure(answer);
      return (await isHeld()) ? 'changed' : notSeen('the role of the directory');
    },
  };
}

function notSeen(what: string): never {
  throw new TerminalError(
    'read-back-differs',
    `Microsoft Graph took ${what} and does not show it yet: run the command again in a minute`,
  );
}

const appRolesOf =
  (graph: GraphConnection) =>
  async (principalId: string): Promise<HeldAppRole[]> => {
    const pathTemplate = '/servicePrincipals/{principal}/appRoleAssignments';
    const found = await graphPages(
      graph,
      { method: 'GET', pathTemplate, ids: { principal: principalId } },
      appRole,
    );
    return found.map(({ id, resourceId, resourceDisplayName, appRoleId }) => ({
      assignmentId: id,
      resourceId,
      resourceName: resourceDisplayName ?? resourceId,
      appRoleId,
    }));
  };

const directoryRolesOf =
  (graph: GraphConnection) =>
  async (principalId: string): Promise<HeldDirectoryRole[]> => {
    const pathTemplate = '/roleManagement/directory/roleAssignments';
    const query = { $filter: `principalId eq '${principalId}'`, $expand: 'roleDefinition' };
    const found = await graphPages(graph, { method: 'GET', pathTemplate, query }, directoryRole);
    return found.map(({ id, roleDefinitionId, directoryScopeId, roleDefinition }) => ({
      assignmentId: id,
      roleId: roleDefinitionId,
      roleName: roleDefinition?.displayName ?? roleDefinitionId,
      scope: directoryScopeId ?? '/',
    }));
  };
