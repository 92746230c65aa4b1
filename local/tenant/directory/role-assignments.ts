import { z } from 'zod';
import { bodyOf, created, type ApiReply } from '../core/api-call';
import { badRequest, resourceNotFound } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { collection } from '../core/store';
import { collectionReply, type CollectionOptions } from '../odata/collection-reply';
import { servicePrincipals, users } from './directory-objects';

interface DirectoryRoleAssignment {
  id: string;
  principalId: string;
  roleDefinitionId: string;
  directoryScopeId: string;
}

const directoryRoleAssignments = collection<DirectoryRoleAssignment>('directoryRoleAssignments');

/** Built-in roles by template id (Microsoft Entra built-in roles); those somebody gives to an app by intent or by mistake. */
const ROLES: Readonly<Record<string, string>> = {
  'fdd7a751-b60b-444a-984c-02652fe8fa1c': 'Groups Administrator',
  '62e90394-69f5-4237-9190-012177145e10': 'Global Administrator',
  'fe930be7-5e62-47db-91af-98c3a49a38b1': 'User Administrator',
};
const SCOPE = /^\/(administrativeUnits\/[0-9a-f-]{36})?$/i;
const READ = ['RoleManagement.Read.Directory', 'RoleManagement.ReadWrite.Directory', 'Directory.Read.All'];
const OPTIONS: CollectionOptions = {
  context: 'roleManagement/directory/roleAssignments',
  type: 'unifiedRoleAssignment',
  filterable: { principalId: { plain: ['eq'] }, roleDefinitionId: { plain: ['eq'] } },
};

const assignmentBody = z.looseObject({
  principalId: z.guid(),
  roleDefinitionId: z.guid(),
  directoryScopeId: z.string().regex(SCOPE),
});

/**
 * Roles of the directory as assignments (Graph v1.0 "List unifiedRoleAssignments", "Create unifiedRoleAssignment").
 * They are kept and shown; what an app may do follows from its permissions alone here, so a role gives nothing.
 */
export function registerDirectoryRoleAssignments(graph: GraphRoutes): void {
  const path = '/roleManagement/directory/roleAssignments';
  const note = 'kept and shown; gives no right here';
  graph.get(path, { permissions: READ, note }, (call) =>
    collectionReply(call, call.tenant.store.in(directoryRoleAssignments).all().map(view), OPTIONS),
  );
  graph.post(path, { permissions: ['RoleManagement.ReadWrite.Directory'] }, assign);
}

function assign(call: GraphCall): ApiReply {
  const { principalId, roleDefinitionId, directoryScopeId } = bodyOf(call, assignmentBody);
  const { store, ids } = call.tenant;
  const isKnown = store.in(servicePrincipals).get(principalId) ?? store.in(users).get(principalId);
  if (isKnown === undefined) throw resourceNotFound(principalId);
  if (ROLES[roleDefinitionId] === undefined) throw resourceNotFound(roleDefinitionId);
  const assignments = store.in(directoryRoleAssignments);
  const isThere = assignments
    .all()
    .some(
      (one) =>
        one.principalId === principalId &&
        one.roleDefinitionId === roleDefinitionId &&
        one.directoryScopeId === directoryScopeId,
    );
  if (isThere) throw badRequest('A conflicting object is present in the directory.');
  return created(
    view(
      assignments.put({
        id: ids.next('directoryRoleAssignment'),
        principalId,
        roleDefinitionId,
        directoryScopeId,
      }),
    ),
  );
}

const view = (one: DirectoryRoleAssignment): Record<string, unknown> => ({
  ...one,
  roleDefinition: { id: one.roleDefinitionId, displayName: ROLES[one.roleDefinitionId] ?? null },
});
