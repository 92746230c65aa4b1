import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';
import { roleAssignmentsOf } from './directory-roles';

export interface AdministrativeUnit {
  id: string;
  displayName: string;
  description: string | null;
}

export interface UnitMembership {
  /** `{unitId}/{memberId}`. */
  id: string;
  unitId: string;
  memberId: string;
}

export const administrativeUnits = collection<AdministrativeUnit>('administrativeUnits');
export const unitMemberships = collection<UnitMembership, 'unit' | 'member'>('unitMemberships', {
  unit: (membership) => membership.unitId,
  member: (membership) => membership.memberId,
});

/** The units an object is in; a group in a unit does not put its members there. */
export function unitIdsOf(tenant: TenantContext, objectId: string): string[] {
  return tenant.store
    .in(unitMemberships)
    .by('member', objectId)
    .map(({ unitId }) => unitId);
}

/** Whether a principal holds one of the roles over an object: in the whole directory, or in a unit the object is in. */
export function administers(
  tenant: TenantContext,
  principalId: string,
  roles: readonly string[],
  objectId?: string,
): boolean {
  const unitIds = objectId === undefined ? [] : unitIdsOf(tenant, objectId);
  return roleAssignmentsOf(tenant, principalId).some(
    ({ role, administrativeUnitId: unitId }) =>
      roles.includes(role) && (unitId === null || unitIds.includes(unitId)),
  );
}
