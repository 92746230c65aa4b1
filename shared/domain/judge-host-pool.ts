import { blockedCheck, okCheck, warningCheck, type JudgedCheck } from './check';
import { hostPoolFlaw } from './choose-host';

/**
 * Azure's built-in roles that a desktop needs. Desktop Virtualization User: Azure built-in roles for Azure Virtual
 * Desktop (January 2024). Virtual Machine User Login: COMMUNITY, the id of several templates.
 */
export const DESKTOP_USER_ROLE = '1d18fff3-a72a-46b5-b4a9-0b38a3cd7e63';
export const VM_USER_LOGIN_ROLE = 'fb879df8-f326-4884-b1cf-06f3ad86be52';

/** A role the access group holds: at which scope, and which. */
export interface RoleReading {
  scope: string;
  roleId: string;
}

/** What was read of one host pool. */
export interface HostPoolReading {
  id: string;
  hostPoolType: string;
  customRdpProperty: string;
  isStartVmOnConnect: boolean;
  /** Its application groups, and whether a workspace shows each; null = could not be read. */
  applicationGroups: { id: string; workspace: string | null }[] | null;
  /** Roles of the access group at the application groups, inherited ones included; null = could not be read. */
  desktopRoles: RoleReading[] | null;
  /** Roles of the access group at the machines' resource group; null = could not be read. */
  machineRoles: RoleReading[] | null;
  /** Resource id of the machines' resource group; null = the pool has no machine yet. */
  machineGroup: string | null;
}

/** Can members of the access group use this pool's desktops? Pure. */
export function judgeHostPool(pool: HostPoolReading): JudgedCheck[] {
  const name = pool.id.split('/').at(-1) ?? pool.id;
  const flaw = hostPoolFlaw(pool);
  if (flaw !== undefined) return [blockedCheck('host-pool', 'host-pool-unsupported', `${name}: ${flaw}`)];
  return [
    okCheck('host-pool', `${name} is personal and has single sign-on`),
    judgeWorkspace(pool, name),
    judgeDesktopRole(pool, name),
    judgeMachineRole(pool, name),
    judgeStart(pool, name),
  ];
}

const READ_IT = 'Let the service read application groups and role assignments (docs/permissions.md).';

function judgeWorkspace({ applicationGroups }: HostPoolReading, name: string): JudgedCheck {
  if (applicationGroups === null)
    return warningCheck('workspace', `the application groups of ${name} cannot be read`, READ_IT);
  const shown = applicationGroups.filter(({ workspace }) => workspace !== null);
  return shown.length > 0
    ? okCheck('workspace', `${name} is shown in a workspace`)
    : blockedCheck('workspace', 'desktop-not-shown', `no workspace shows an application group of ${name}`);
}

function judgeDesktopRole({ desktopRoles }: HostPoolReading, name: string): JudgedCheck {
  if (desktopRoles === null)
    return warningCheck('desktop-role', `the roles on ${name} cannot be read`, READ_IT);
  const isHeld = desktopRoles.some(({ roleId }) => roleId.toLowerCase() === DESKTOP_USER_ROLE);
  return isHeld
    ? okCheck('desktop-role', `the access group may use the desktops of ${name}`)
    : blockedCheck(
        'desktop-role',
        'desktop-not-shown',
        `the access group has no role Desktop Virtualization User on ${name}`,
      );
}

/**
 * Breadth: the role on more than the desktops' resource group lets a guest sign in to machines that are none of its
 * business. That guests need it at all is stated for Entra-joined hosts of 2022 only: missing is a warning.
 */
function judgeMachineRole({ machineRoles, machineGroup }: HostPoolReading, name: string): JudgedCheck {
  if (machineGroup === null)
    return warningCheck('vm-sign-in', `${name} has no machine yet`, 'Add a session host to the pool.');
  if (machineRoles === null)
    return warningCheck('vm-sign-in', `the roles on the machines of ${name} cannot be read`, READ_IT);
  const held = machineRoles.filter(({ roleId }) => roleId.toLowerCase() === VM_USER_LOGIN_ROLE);
  if (held.length === 0) {
    return warningCheck(
      'vm-sign-in',
      `the access group has no role Virtual Machine User Login on the machines of ${name}`,
      'Assign the role at the machines’ resource group: gatehouse partner prepare.',
    );
  }
  const wider = held.find(({ scope }) => isWider(scope, machineGroup));
  return wider === undefined
    ? okCheck('vm-sign-in', `the access group may sign in to the machines of ${name}`)
    : warningCheck(
        'vm-sign-in',
        `the access group may sign in to every machine below ${wider.scope || '/'}, not only to those of ${name}`,
        'Assign Virtual Machine User Login at the desktops’ resource group, and take the wider one away.',
      );
}

/** Whether `scope` holds more than the resource group `group`. */
const isWider = (scope: string, group: string): boolean =>
  scope.length < group.length && group.toLowerCase().startsWith(scope.toLowerCase());

/** What we start for an install is deallocated again: for the guest it is the pool that has to start the machine. */
function judgeStart({ isStartVmOnConnect }: HostPoolReading, name: string): JudgedCheck {
  return isStartVmOnConnect
    ? okCheck('start-vm', `${name} starts a machine when its guest connects`)
    : warningCheck(
        'start-vm',
        `${name} starts no machine when its guest connects`,
        'Switch on Start VM on Connect, or keep the machines running.',
      );
}
