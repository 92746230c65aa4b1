import { ApiError } from '../core/api-error';
import type { ArmCall } from '../core/arm-routes';
import { azureRoleAssignments, azureRoles, type AzureRoleAssignment } from '../core/azure-access';
import type { TenantContext } from '../core/tenant-context';
import { groups, servicePrincipals, users } from '../directory/directory-objects';
import { visible } from '../directory/replication';
import { scopeParts } from './resource-id';

type PrincipalType = AzureRoleAssignment['principalType'];

export interface WantedAssignment {
  scope: string;
  roleId: string;
  principalId: string;
  /** What the caller said; undefined: Resource Manager has to find out. */
  principalType: PrincipalType | undefined;
}

// 4,000 per subscription, fixed (Troubleshoot Azure RBAC limits, Jan 2024).
const MOST_PER_SUBSCRIPTION = 4_000;

/** Throws what Azure RBAC answers where the assignment cannot be made; returns the principal's type otherwise. */
export function checkAssignment(call: ArmCall, wanted: WantedAssignment): PrincipalType {
  const { tenant } = call;
  if (tenant.store.in(azureRoles).get(wanted.roleId) === undefined) {
    throw refused(
      400,
      'RoleDefinitionDoesNotExist',
      `The specified role definition with ID '${wanted.roleId}' does not exist.`,
    );
  }
  const principalType = principalTypeOf(call, wanted);
  const twin = tenant.store
    .in(azureRoleAssignments)
    .by('principal', wanted.principalId)
    .find(({ scope, roleId }) => scope === wanted.scope && roleId === wanted.roleId);
  if (twin !== undefined) {
    const id = twin.id.replaceAll('-', '');
    // COMMUNITY: the status, the code and the id in the text are what many code bases match.
    throw refused(
      409,
      'RoleAssignmentExists',
      `The role assignment already exists. The ID of the existing role assignment is ${id}.`,
    );
  }
  refuseAboveLimit(tenant, wanted.scope);
  return principalType;
}

/**
 * A principal that has just been made is not found, whatever the type said, while it is a group; for users and
 * service principals the type given makes Resource Manager believe (Troubleshoot Azure RBAC, Sep 2023).
 */
function principalTypeOf(call: ArmCall, { principalId, principalType }: WantedAssignment): PrincipalType {
  const { tenant } = call;
  const real = realTypeOf(tenant, principalId);
  const isUnseen = real !== undefined && isNew(tenant, real, principalId);
  const isBelieved = principalType !== undefined && real !== 'Group';
  if (real === undefined || (isUnseen && !isBelieved)) {
    throw refused(
      400,
      'PrincipalNotFound',
      `Principal ${principalId.replaceAll('-', '')} does not exist in the directory ${tenant.settings.tenant.id}. Check that you have ` +
        'the correct principal ID. If you are creating this principal and then immediately assigning a role, this error ' +
        'might be related to a replication delay. In this case, set the role assignment principalType property to a value, ' +
        'such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype',
    );
  }
  if (principalType !== undefined && principalType !== real) {
    throw refused(
      400,
      'UnmatchedPrincipalType',
      `The PrincipalId '${principalId.replaceAll('-', '')}' has type '${real}' , which is different from specified PrinciaplType '${principalType}'.`,
    );
  }
  return real;
}

function realTypeOf(tenant: TenantContext, id: string): PrincipalType | undefined {
  if (tenant.store.in(users).get(id)?.deletedDateTime === null) return 'User';
  if (tenant.store.in(groups).get(id)?.deletedDateTime === null) return 'Group';
  return tenant.store.in(servicePrincipals).get(id) === undefined ? undefined : 'ServicePrincipal';
}

/** Not replicated to readers yet, or made since the tenant began and younger than the switch says. */
function isNew(tenant: TenantContext, type: PrincipalType, id: string): boolean {
  const seen = {
    User: () => visible(tenant, users, id),
    Group: () => visible(tenant, groups, id),
    ServicePrincipal: () => visible(tenant, servicePrincipals, id),
  }[type]();
  if (seen === undefined) return true;
  const ageMs = tenant.clock.now() - Date.parse(seen.createdDateTime);
  return ageMs < tenant.switches.get('newPrincipalUnknownMs') && madeLater(tenant, id);
}

/** Scenario objects have been there for long: only the directory's own writes are in the change log. */
function madeLater(tenant: TenantContext, id: string): boolean {
  return tenant.changes.after(0).some(({ objectId, change }) => objectId === id && change === 'created');
}

function refuseAboveLimit(tenant: TenantContext, scope: string): void {
  const { subscription } = scopeParts(scope);
  const prefix = `/subscriptions/${subscription}`;
  const used = tenant.store
    .in(azureRoleAssignments)
    .all()
    .filter((assignment) => assignment.scope.startsWith(prefix)).length;
  if (subscription === '' || used < MOST_PER_SUBSCRIPTION) return;
  throw refused(
    400,
    'RoleAssignmentLimitExceeded',
    'The role assignment limit for the subscription has been reached. No more role assignments can be created for the subscription.',
  );
}

function refused(status: number, code: string, message: string): ApiError {
  return new ApiError(status, code, message);
}
