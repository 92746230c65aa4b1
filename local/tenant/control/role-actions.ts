import { z } from 'zod';
import { azureRoleAssignments } from '../core/azure-access';
import type { TenantContext } from '../core/tenant-context';
import { administrativeUnits, unitMemberships } from '../directory/administrative-unit';
import { appRoleAssignments } from '../directory/app-role-assignments';
import { servicePrincipals } from '../directory/directory-objects';
import { directoryRoleAssignments, grantDirectoryRole } from '../directory/directory-roles';
import { controlAction } from './control-action';
import { ControlFailure } from './control-failure';
import { setApplicationPermission } from '../directory/graph-permissions';
import { requiredApp } from './find-app';
import { findPrincipalId } from './find-principal';

const roleInput = z.strictObject({
  principal: z.string().describe('a user, a role-assignable group or an application'),
  role: z.string().describe('display name, e.g. "User Administrator"'),
  unit: z.string().optional().describe('administrative unit; the whole directory when left out'),
});

/** Who may do what, changed from outside: directory roles, administrative units, grants. */
export const roleActions = {
  giveDirectoryRole: controlAction(
    'Gives a user, group or application a directory role',
    roleInput,
    ({ tenant }, { principal, role, unit }) =>
      grantDirectoryRole(tenant, findPrincipalId(tenant, principal), role, unitId(tenant, unit)),
  ),
  takeDirectoryRole: controlAction(
    'Takes a directory role away',
    roleInput,
    ({ tenant }, { principal, role, unit }) => {
      const principalId = findPrincipalId(tenant, principal);
      const scope = unitId(tenant, unit);
      const held = tenant.store
        .in(directoryRoleAssignments)
        .by('principal', principalId)
        .find((one) => one.role === role && one.administrativeUnitId === scope);
      return { taken: held !== undefined && tenant.store.in(directoryRoleAssignments).delete(held.id) };
    },
  ),
  putAdministrativeUnit: controlAction(
    'Makes an administrative unit, or says anew who is in it',
    z.strictObject({
      name: z.string(),
      id: z.guid().optional().describe('fixed by the seed when left out'),
      members: z.array(z.string()).default([]).describe('groups, users or applications'),
    }),
    ({ tenant }, { name, members, id = tenant.ids.named('administrativeUnit', name) }) => {
      tenant.store.in(administrativeUnits).put({ id, displayName: name, description: null });
      for (const { id: known } of tenant.store.in(unitMemberships).by('unit', id))
        tenant.store.in(unitMemberships).delete(known);
      const memberIds = members.map((member) => findPrincipalId(tenant, member));
      for (const memberId of memberIds)
        tenant.store.in(unitMemberships).put({ id: `${id}/${memberId}`, unitId: id, memberId });
      return { id, members: memberIds };
    },
  ),
  setPermission: controlAction(
    'Grants an application a Graph permission, or takes it back; tokens issued before keep what they had',
    z.strictObject({
      app: z.string(),
      permission: z.string(),
      kind: z.enum(['application', 'delegated']).optional().describe('left out: both'),
      granted: z.boolean().default(true),
    }),
    ({ tenant }, { app, permission, kind, granted }) => {
      const found = requiredApp(tenant, app);
      if (kind !== 'delegated') setApplicationPermission(tenant, found.id, permission, granted);
      if (kind === 'application') return { app: found.id, permission, granted };
      const others = found.delegatedPermissions.filter((one) => one !== permission);
      const delegatedPermissions = granted ? [...others, permission] : others;
      tenant.store.in(servicePrincipals).put({ ...found, delegatedPermissions });
      return { app: found.id, permission, granted };
    },
  ),
  removeGrants: controlAction(
    'Removes the Azure role assignments and app roles that somebody holds directly',
    z.strictObject({ principal: z.string() }),
    ({ tenant }, { principal }) => {
      const principalId = findPrincipalId(tenant, principal);
      const azure = tenant.store.in(azureRoleAssignments).by('principal', principalId);
      const appRoles = tenant.store.in(appRoleAssignments).by('principal', principalId);
      for (const { id } of azure) tenant.store.in(azureRoleAssignments).delete(id);
      for (const { id } of appRoles) tenant.store.in(appRoleAssignments).delete(id);
      return { roleAssignments: azure.length, appRoleAssignments: appRoles.length };
    },
  ),
};

function unitId(tenant: TenantContext, name: string | undefined): string | null {
  if (name === undefined) return null;
  const units = tenant.store.in(administrativeUnits).all();
  const found = units.find((unit) => unit.displayName === name || unit.id === name.toLowerCase());
  if (found === undefined)
    throw new ControlFailure(
      `There is no administrative unit '${name}'; known are: ${units.map((unit) => unit.displayName).join(', ') || 'none'}`,
    );
  return found.id;
}
