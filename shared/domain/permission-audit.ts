import type { GraphPermission, ServiceIdentity } from './graph-permission';
import { sha256 } from './ids';

/** Something an identity may do, as the tenant has it. `what` names it for people; ids are what a change is made with. */
export type HeldPower =
  | { kind: 'permission'; what: string; resourceId: string; assignmentId: string }
  | { kind: 'foreign-permission'; what: string; resourceId: string; assignmentId: string }
  | { kind: 'directory-role'; what: string; roleId: string; scope: string };

/** Something an identity shall be able to do, and why. */
export type WantedPower =
  | { kind: 'permission'; row: GraphPermission }
  | { kind: 'directory-role'; roleId: string; what: string; scope: string; why: string; abuse: string };

/** Template id of the built-in role Groups Administrator (Microsoft Entra built-in roles). */
export const GROUPS_ADMINISTRATOR = 'fdd7a751-b60b-444a-984c-02652fe8fa1c';
const MEMBER_WRITES = 'GroupMember.ReadWrite.All';

/** One identity of a deployment: what it should hold and what it holds. */
export interface AuditedIdentity {
  identity: ServiceIdentity;
  principalId: string;
  wanted: readonly WantedPower[];
  held: readonly HeldPower[];
}

export interface PermissionAudit {
  missing: WantedPower[];
  kept: WantedPower[];
  /** Held and not wanted: too much. */
  surplus: HeldPower[];
}

export interface WantedOptions {
  /** Permissions this deployment has no use for. */
  without: readonly string[];
  /** Administrative unit that bounds writes of group members; null = the whole tenant. */
  unit: string | null;
}

/**
 * What rows of the table mean for an identity. With a unit, member writes are a directory role within that unit in
 * place of the tenant-wide permission: a managed identity may hold it (INFERRED; try it with one group).
 */
export function wantedPowers(rows: readonly GraphPermission[], options: WantedOptions): WantedPower[] {
  return rows
    .filter(({ permission }) => !options.without.includes(permission))
    .map((row) =>
      row.permission === MEMBER_WRITES && options.unit !== null
        ? roleInUnit(row, options.unit)
        : { kind: 'permission', row },
    );
}

const roleInUnit = (row: GraphPermission, unit: string): WantedPower => ({
  kind: 'directory-role',
  roleId: GROUPS_ADMINISTRATOR,
  what: `Groups Administrator in /administrativeUnits/${unit}`,
  scope: `/administrativeUnits/${unit}`,
  why: row.why,
  abuse: 'Changes the groups of that unit, their members too, and no other group.',
});

/** Compares what should be with what is. */
export function auditPermissions({ wanted, held }: AuditedIdentity): PermissionAudit {
  const isHeld = (want: WantedPower): boolean => held.some((power) => fits(want, power));
  return {
    missing: wanted.filter((want) => !isHeld(want)),
    kept: wanted.filter(isHeld),
    surplus: held.filter((power) => !wanted.some((want) => fits(want, power))),
  };
}

function fits(want: WantedPower, power: HeldPower): boolean {
  if (want.kind === 'permission') return power.kind === 'permission' && power.what === want.row.permission;
  return power.kind === 'directory-role' && power.roleId === want.roleId && power.scope === want.scope;
}

/** Name of something wanted, for people. */
export const nameOf = (want: WantedPower): string =>
  want.kind === 'permission' ? want.row.permission : want.what;

/**
 * Stands for a plan: the same for the same identities with the same things to grant and to take back. Who applies a plan
 * gives the hash of the one that was looked at.
 */
export function planHash(identities: readonly AuditedIdentity[], removesSurplus: boolean): string {
  const lines = identities.flatMap((one) => {
    const { missing, surplus } = auditPermissions(one);
    const grants = missing.map((want) => `${one.principalId} + ${nameOf(want)}`);
    const removals = surplus.map(({ what }) => `${one.principalId} - ${what}`);
    return removesSurplus ? [...grants, ...removals] : grants;
  });
  return sha256(lines.sort().join('\n')).slice(0, 16);
}
