import { stableGuid, type GroupId } from '../ids';
import { afterGroup, alreadyTrue, willCreate, type PrepareStep, type StepHead } from './prepare-step';

/**
 * Ids of Azure's built-in roles. Desktop Virtualization User: Azure built-in roles for Azure Virtual Desktop (Jan
 * 2024). Virtual Machine User Login: COMMUNITY, the id of several templates.
 */
export const DESKTOP_ROLES = {
  'Desktop Virtualization User': '1d18fff3-a72a-46b5-b4a9-0b38a3cd7e63',
  'Virtual Machine User Login': 'fb879df8-f326-4884-b1cf-06f3ad86be52',
} as const;
export type DesktopRole = keyof typeof DESKTOP_ROLES;

/** A role that a principal holds directly. */
export interface RoleHolding {
  /** GUID that names the assignment. */
  name: string;
  /** Resource id it is assigned at. */
  scope: string;
  /** GUID of the role definition. */
  roleId: string;
}

/**
 * The name of our assignment: computed from what it says, so that a repeat meets it, and so that anybody can tell it
 * from one made by hand (Troubleshoot Azure RBAC, Sep 2023: names are GUIDs, an assignment cannot be changed).
 */
export const roleAssignmentName = (scope: string, roleId: string, group: GroupId): string =>
  stableGuid(`${scope.toLowerCase()}|${roleId.toLowerCase()}|${group}`);

/** Does the group hold the role at the scope? Pure; `holdings` are all the group's, at and above the scope. */
export function planRole(
  { scope, role, group }: { scope: string; role: DesktopRole; group: GroupId | null },
  holdings: readonly RoleHolding[],
): PrepareStep {
  const where = scope.split('/').at(-1) ?? scope;
  const head: StepHead = {
    id: `role ${DESKTOP_ROLES[role]} ${scope.toLowerCase()}`,
    what: `${role} on ${where}`,
    why: WHY[role],
  };
  if (group === null) return afterGroup(head);
  const roleId = DESKTOP_ROLES[role];
  const held = holdings.filter((one) => one.roleId.toLowerCase() === roleId && isAtOrAbove(one.scope, scope));
  const exact = held.find((one) => one.scope.toLowerCase() === scope.toLowerCase());
  const found = exact ?? held[0];
  if (found === undefined) {
    return willCreate(head, 'the group does not hold it', { kind: 'assign-role', scope, roleId, group });
  }
  if (exact === undefined) {
    return alreadyTrue(
      head,
      `held at ${found.scope}`,
      `held at ${found.scope}, which is wider than needed: the guests reach more than ${where}`,
    );
  }
  const isOurs = found.name.toLowerCase() === roleAssignmentName(scope, roleId, group);
  return alreadyTrue(
    head,
    `held by assignment ${found.name}`,
    isOurs ? null : 'made under another name than ours: accepted as it is, and never removed as ours',
  );
}

const WHY: Record<DesktopRole, string> = {
  'Desktop Virtualization User': 'Without it a guest sees no desktop in Windows App.',
  'Virtual Machine User Login': 'Without it a guest sees the desktop and cannot sign in to the machine.',
};

/** A scope reaches down to everything inside it. */
function isAtOrAbove(above: string, scope: string): boolean {
  const [upper, lower] = [above.toLowerCase().replace(/\/$/, ''), scope.toLowerCase()];
  return lower === upper || lower.startsWith(`${upper}/`);
}
