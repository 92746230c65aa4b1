import { z } from 'zod';
import { bodyOf, created, ok, param, type ApiReply } from '../core/api-call';
import { badRequest, resourceNotFound } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { collectionReply, type CollectionOptions } from '../odata/collection-reply';
import { administrativeUnits } from './administrative-unit';
import {
  builtInDirectoryRoles,
  directoryRoleAssignments,
  grantDirectoryRole,
  roleTemplateId,
} from './directory-roles';
import { directoryObjectView, memberTypeOf } from './directory-object-view';
import { memberCollection } from './group-members';
import {
  activeRoles,
  directoryRoleId,
  directoryRoleView,
  roleAssignmentView,
  roleDefinitionView,
} from './role-views';

/** Graph v1.0 "List directoryRoles", "List unifiedRoleAssignments", "List unifiedRoleDefinitions". */
const READ = {
  permissions: [
    'RoleManagement.Read.Directory',
    'RoleManagement.Read.All',
    'RoleManagement.ReadWrite.Directory',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  ],
};
const ROLES: CollectionOptions = {
  context: 'directoryRoles',
  type: 'directoryRole',
  filterable: { roleTemplateId: { plain: ['eq'] }, displayName: { plain: ['eq'] } },
};
const DEFINITIONS: CollectionOptions = {
  context: 'roleManagement/directory/roleDefinitions',
  type: 'unifiedRoleDefinition',
  filterable: { id: { plain: ['eq'] }, displayName: { plain: ['eq'] }, isBuiltIn: { plain: ['eq'] } },
};
const ASSIGNMENTS: CollectionOptions = {
  context: 'roleManagement/directory/roleAssignments',
  type: 'unifiedRoleAssignment',
  filterable: {
    id: { plain: ['eq'] },
    principalId: { plain: ['eq', 'in'] },
    roleDefinitionId: { plain: ['eq', 'in'] },
    directoryScopeId: { plain: ['eq', 'in'] },
  },
};

const assignmentBody = z.looseObject({
  principalId: z.guid(),
  roleDefinitionId: z.guid(),
  directoryScopeId: z.string().regex(/^\/(administrativeUnits\/[0-9a-f-]{36})?$/i),
});

/** Who holds which directory role, in both shapes that Graph has for it, and the newer one to give one. */
export function registerRoleManagement(graph: GraphRoutes): void {
  graph.get('/directoryRoles', READ, (call) =>
    collectionReply(
      call,
      activeRoles(call.tenant).map((role) => directoryRoleView(call.tenant, role)),
      ROLES,
    ),
  );
  for (const pattern of ['/directoryRoles/{id}', "/directoryRoles(roleTemplateId='{template}')"]) {
    graph.get(pattern, READ, (call) =>
      ok({
        '@odata.context': `${call.baseUrl}/$metadata#directoryRoles/$entity`,
        ...directoryRoleView(call.tenant, roleOf(call)),
      }),
    );
    graph.get(`${pattern}/members`, READ, membersReply);
  }
  graph.get('/roleManagement/directory/roleDefinitions', READ, (call) =>
    collectionReply(
      call,
      knownRoles(call).map((role) => roleDefinitionView(call.tenant, role)),
      DEFINITIONS,
    ),
  );
  graph.get('/roleManagement/directory/roleAssignments', READ, assignmentsReply);
  const write = { permissions: ['RoleManagement.ReadWrite.Directory'] };
  graph.post('/roleManagement/directory/roleAssignments', write, assign);
}

/** Graph v1.0 "Create unifiedRoleAssignment"; over a unit, the role holds for what is in the unit. */
function assign(call: GraphCall): ApiReply {
  const { tenant } = call;
  const { principalId, roleDefinitionId, directoryScopeId } = bodyOf(call, assignmentBody);
  const role = knownRoles(call).find((name) => roleTemplateId(tenant, name) === roleDefinitionId);
  if (role === undefined) throw resourceNotFound(roleDefinitionId);
  if (memberTypeOf(tenant, principalId) === undefined) throw resourceNotFound(principalId);
  const unitId = directoryScopeId.split('/')[2]?.toLowerCase() ?? null;
  if (unitId !== null && tenant.store.in(administrativeUnits).get(unitId) === undefined)
    throw resourceNotFound(unitId);
  const held = tenant.store.in(directoryRoleAssignments).by('principal', principalId);
  if (held.some((one) => one.role === role && one.administrativeUnitId === unitId))
    throw badRequest('A conflicting object is present in the directory.');
  return created(roleAssignmentView(tenant, grantDirectoryRole(tenant, principalId, role, unitId)));
}

/** `$expand=principal` and `$expand=roleDefinition` put the objects beside their ids. */
function assignmentsReply(call: GraphCall): ApiReply {
  const { tenant, caller } = call;
  const expanded = (call.query.get('$expand') ?? '').split(',').map((name) => name.trim());
  const views = tenant.store
    .in(directoryRoleAssignments)
    .all()
    .map((assignment) => ({
      ...roleAssignmentView(tenant, assignment),
      ...(expanded.includes('principal')
        ? { principal: directoryObjectView(tenant, assignment.principalId, caller) ?? null }
        : {}),
      ...(expanded.includes('roleDefinition')
        ? { roleDefinition: roleDefinitionView(tenant, assignment.role) }
        : {}),
    }));
  return collectionReply(call, views, ASSIGNMENTS);
}

function membersReply(call: GraphCall): ApiReply {
  const { tenant, caller } = call;
  const views = tenant.store
    .in(directoryRoleAssignments)
    .by('role', roleOf(call))
    .filter(({ administrativeUnitId }) => administrativeUnitId === null)
    .map(({ principalId }) => directoryObjectView(tenant, principalId, caller))
    .filter((view) => view !== undefined);
  return collectionReply(call, views, memberCollection);
}

function roleOf(call: GraphCall): string {
  const { tenant } = call;
  const template = call.params['template'];
  const key = (template ?? param(call, 'id')).toLowerCase();
  const idOf = template === undefined ? directoryRoleId : roleTemplateId;
  const found = activeRoles(tenant).find((role) => idOf(tenant, role) === key);
  if (found === undefined) throw resourceNotFound(key);
  return found;
}

function knownRoles(call: GraphCall): string[] {
  const held = call.tenant.store.in(directoryRoleAssignments).all();
  return [...new Set([...builtInDirectoryRoles, ...held.map(({ role }) => role)])];
}
