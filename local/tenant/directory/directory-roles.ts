import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';
import { groups } from './directory-objects';
import { directGroupIds } from './membership';

/** An Entra directory role held by a user, a role-assignable group or an application. */
export interface DirectoryRoleAssignment {
  id: string;
  principalId: string;
  /** Display name: `Global Administrator`. */
  role: string;
  /** Null: for the whole directory. */
  administrativeUnitId: string | null;
}

export const directoryRoleAssignments = collection<DirectoryRoleAssignment, 'principal' | 'role'>(
  'directoryRoleAssignments',
  { principal: (assignment) => assignment.principalId, role: (assignment) => assignment.role },
);

/** Template ids of built-in roles. UNVERIFIED: general knowledge, no page of them was at hand. */
const TEMPLATE_IDS: Readonly<Record<string, string>> = {
  'Application Administrator': '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  'Cloud Application Administrator': '158c047a-c907-4556-b7ef-446551a6b5f7',
  'Conditional Access Administrator': 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9',
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
  'Global Reader': 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  'Global Secure Access Administrator': 'ac434307-12b9-4fa1-a708-88bf58caabc1',
  'Groups Administrator': 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  'Guest Inviter': '95e79109-95c0-4d8e-aee3-d01accf2d47b',
  'Helpdesk Administrator': '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  'Identity Governance Administrator': '45d8d3c5-c802-45c6-b32a-1d70b5e1e86e',
  'Intune Administrator': '3a2c62db-5318-420d-8d74-23affee5d9d5',
  'License Administrator': '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  'Privileged Role Administrator': 'e8611ab8-c189-46e8-94e1-60213ab1f814',
  'Security Administrator': '194ae4cb-b126-40b2-bd5b-6091b380977d',
  'Security Reader': '5d6b6bb7-de71-4623-b4af-96380a352509',
  'User Administrator': 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  'Windows 365 Administrator': '11451d60-acb2-45eb-a7d6-43d0f0125c13',
};

/** The built-in roles that every tenant has. */
export const builtInDirectoryRoles: readonly string[] = Object.keys(TEMPLATE_IDS);

/** The template id of a role; for a name that is not built in, one fixed by the seed. */
export function roleTemplateId(tenant: TenantContext, role: string): string {
  return TEMPLATE_IDS[role] ?? tenant.ids.named('directoryRole', role);
}

/** Gives a principal a role. Safe to repeat. */
export function grantDirectoryRole(
  tenant: TenantContext,
  principalId: string,
  role: string,
  administrativeUnitId: string | null = null,
): DirectoryRoleAssignment {
  const id = tenant.ids.named('roleAssignment', `${principalId}/${role}/${administrativeUnitId ?? ''}`);
  return tenant.store.in(directoryRoleAssignments).put({ id, principalId, role, administrativeUnitId });
}

/** The assignments a principal holds, also through the role-assignable groups it is a direct member of. */
export function roleAssignmentsOf(tenant: TenantContext, principalId: string): DirectoryRoleAssignment[] {
  const groupIds = directGroupIds(tenant, principalId).filter(
    (id) => tenant.store.in(groups).get(id)?.isAssignableToRole === true,
  );
  return [principalId, ...groupIds].flatMap((id) =>
    tenant.store.in(directoryRoleAssignments).by('principal', id),
  );
}

/** Names of the roles that a principal holds anywhere in the directory, each once. */
export function directoryRolesOf(tenant: TenantContext, principalId: string): string[] {
  return [...new Set(roleAssignmentsOf(tenant, principalId).map(({ role }) => role))];
}
