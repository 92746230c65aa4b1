import { z } from 'zod';
import { bodyOf, ok, param, type ApiReply } from '../core/api-call';
import { ApiError, notSimulated } from '../core/api-error';
import type { ArmCall, ArmRoutes } from '../core/arm-routes';
import { azureRoleAssignments, type AzureRoleAssignment } from '../core/azure-access';
import { transitiveGroupIds } from '../directory/membership';
import { isAbove } from './data-access';
import { lastSegment, resourceKey } from './resource-id';
import { checkAssignment } from './role-assignment-rules';

const LIST = '/{scope*}/providers/Microsoft.Authorization/roleAssignments';
const ONE = `${LIST}/{assignment}`;
const TYPE = 'Microsoft.Authorization/roleAssignments';
const apiVersions = ['2022-04-01', '2020-10-01-preview', '2020-04-01-preview'];

const assignmentBody = z.object({
  properties: z.object({
    roleDefinitionId: z.string(),
    principalId: z.guid(),
    principalType: z.enum(['User', 'Group', 'ServicePrincipal']).optional(),
    description: z.string().nullish(),
    condition: z.string().nullish(),
    conditionVersion: z.string().nullish(),
  }),
});

/** Role assignments 2022-04-01: put, get, list, delete at any scope. */
export function registerRoleAssignments(arm: ArmRoutes): void {
  arm.put(ONE, { action: `${TYPE}/write`, apiVersions }, putAssignment);
  arm.get(ONE, { action: `${TYPE}/read`, apiVersions }, (call) => {
    const found = atScope(call);
    if (found !== undefined) return ok(view(found));
    throw new ApiError(
      404,
      'RoleAssignmentNotFound',
      `The role assignment '${param(call, 'assignment')}' is not found.`,
    );
  });
  arm.delete(ONE, { action: `${TYPE}/delete`, apiVersions }, (call) => {
    const found = atScope(call);
    if (found === undefined) return { status: 204 };
    call.tenant.store.in(azureRoleAssignments).delete(found.id);
    return ok(view(found));
  });
  arm.get(LIST, { action: `${TYPE}/read`, apiVersions }, (call) => ok({ value: listed(call).map(view) }));
}

function putAssignment(call: ArmCall): ApiReply {
  const { tenant } = call;
  const id = param(call, 'assignment').toLowerCase();
  if (!z.guid().safeParse(id).success) {
    throw new ApiError(
      400,
      'InvalidRoleAssignmentId',
      `The role assignment ID '${id}' is not valid. The role assignment ID must be a GUID.`,
    );
  }
  const { properties } = bodyOf(call, assignmentBody, 'BadRequestFormat');
  const scope = scopeOf(call);
  const roleId = lastSegment(properties.roleDefinitionId).toLowerCase();
  const principalId = properties.principalId.toLowerCase();
  const known = tenant.store.in(azureRoleAssignments).get(id);
  if (known !== undefined) return repeated(call, known, { scope, roleId, principalId });
  const principalType = checkAssignment(call, {
    scope,
    roleId,
    principalId,
    principalType: properties.principalType,
  });
  const { description, condition } = properties;
  const made = tenant.store.in(azureRoleAssignments).put({
    id,
    scope,
    roleId,
    principalId,
    principalType,
    createdOn: tenant.clock.iso(),
    createdBy: call.caller.objectId,
    ...(description == null ? {} : { description }),
    ...(condition == null ? {} : { condition }),
  });
  return { status: 201, body: view(made) };
}

/** The same name again: success when nothing differs, since an assignment cannot be changed (Troubleshoot Azure RBAC, Sep 2023). */
function repeated(
  call: ArmCall,
  known: AzureRoleAssignment,
  wanted: Pick<AzureRoleAssignment, 'scope' | 'roleId' | 'principalId'>,
): ApiReply {
  const isSame =
    known.scope === wanted.scope &&
    known.roleId === wanted.roleId &&
    known.principalId === wanted.principalId;
  if (isSame) return { status: call.tenant.switches.get('roleAssignmentSameNameStatus'), body: view(known) };
  throw new ApiError(
    400,
    'RoleAssignmentUpdateNotPermitted',
    'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
  );
}

function atScope(call: ArmCall): AzureRoleAssignment | undefined {
  const found = call.tenant.store.in(azureRoleAssignments).get(param(call, 'assignment').toLowerCase());
  return found?.scope === scopeOf(call) ? found : undefined;
}

function scopeOf(call: ArmCall): string {
  return resourceKey(`/${param(call, 'scope')}`);
}

/** Those that work at the scope: above, at and, without `atScope()`, below it. */
function listed(call: ArmCall): AzureRoleAssignment[] {
  const scope = scopeOf(call);
  const filters = (call.query.get('$filter') ?? '').split(/\s+and\s+/i).filter((part) => part.trim() !== '');
  const tests = filters.map((part) => testOf(call, scope, part.trim()));
  return call.tenant.store
    .in(azureRoleAssignments)
    .all()
    .filter((assignment) => isAbove(assignment, scope) || isAbove({ scope }, assignment.scope))
    .filter((assignment) => tests.every((test) => test(assignment)));
}

/** `principalId eq '..'`, `assignedTo('..')` and `atScope()` (the filter's text is UNVERIFIED in the sources). */
function testOf(call: ArmCall, scope: string, filter: string): (assignment: AzureRoleAssignment) => boolean {
  if (/^atScope\(\)$/i.test(filter)) return (assignment) => isAbove(assignment, scope);
  const principalId = /^principalId eq '([^']+)'$/i.exec(filter)?.[1]?.toLowerCase();
  if (principalId !== undefined) return (assignment) => assignment.principalId === principalId;
  const assignee = /^assignedTo\('([^']+)'\)$/i.exec(filter)?.[1]?.toLowerCase();
  if (assignee === undefined) throw notSimulated(call.method, call.url, `$filter=${filter}`);
  const ids = new Set([assignee, ...transitiveGroupIds(call.tenant, assignee)]);
  return (assignment) => ids.has(assignment.principalId);
}

function view(assignment: AzureRoleAssignment): Record<string, unknown> {
  const subscription = /^\/subscriptions\/[^/]+/.exec(assignment.scope)?.[0] ?? '';
  return {
    properties: {
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${assignment.roleId}`,
      principalId: assignment.principalId,
      principalType: assignment.principalType,
      scope: assignment.scope,
      condition: assignment.condition ?? null,
      conditionVersion: assignment.condition === undefined ? null : '2.0',
      createdOn: assignment.createdOn,
      updatedOn: assignment.createdOn,
      createdBy: assignment.createdBy,
      updatedBy: assignment.createdBy,
      delegatedManagedIdentityResourceId: null,
      description: assignment.description ?? null,
    },
    id: `${assignment.scope}/providers/${TYPE}/${assignment.id}`,
    type: TYPE,
    name: assignment.id,
  };
}
