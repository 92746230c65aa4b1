import { ok, param, type ApiReply } from '../core/api-call';
import { ApiError, notSimulated } from '../core/api-error';
import type { ArmCall, ArmRoutes } from '../core/arm-routes';
import { azureRoles, type AzureRole } from '../core/azure-access';

const LIST = '/{scope*}/providers/Microsoft.Authorization/roleDefinitions';
const READ = { action: 'Microsoft.Authorization/roleDefinitions/read' };

/** Role definitions: get, and list with the filter on `roleName` or `type`. */
export function registerRoleDefinitions(arm: ArmRoutes): void {
  arm.get(LIST, READ, (call) => ok({ value: filtered(call).map((role) => roleView(call, role)) }));
  arm.get(`${LIST}/{role}`, READ, getRole);
}

function getRole(call: ArmCall): ApiReply {
  const id = param(call, 'role').toLowerCase();
  const role = call.tenant.store.in(azureRoles).get(id);
  if (role !== undefined) return ok(roleView(call, role));
  throw new ApiError(
    404,
    'RoleDefinitionDoesNotExist',
    `The specified role definition with ID '${id}' does not exist.`,
  );
}

function filtered(call: ArmCall): AzureRole[] {
  const roles = call.tenant.store.in(azureRoles).all();
  const filter = call.query.get('$filter');
  if (filter === null) return roles;
  const [, property, value] = /^(roleName|type) eq '([^']*)'$/i.exec(filter.trim()) ?? [];
  if (property === undefined) throw notSimulated(call.method, call.url, `$filter=${filter}`);
  return roles.filter((role) => (property.toLowerCase() === 'type' ? role.kind : role.name) === value);
}

function roleView(call: ArmCall, role: AzureRole): Record<string, unknown> {
  return {
    id: `/${param(call, 'scope')}/providers/Microsoft.Authorization/roleDefinitions/${role.id}`,
    type: 'Microsoft.Authorization/roleDefinitions',
    name: role.id,
    properties: {
      roleName: role.name,
      type: role.kind,
      description: '',
      assignableScopes: ['/'],
      permissions: [
        {
          actions: role.actions,
          notActions: role.notActions,
          dataActions: role.dataActions,
          notDataActions: [],
        },
      ],
    },
  };
}
