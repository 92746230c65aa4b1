import type { AzureRole } from './azure-access';

const builtIn = (
  id: string,
  name: string,
  actions: string[],
  notActions: string[] = [],
  dataActions: string[] = [],
): AzureRole => ({
  id,
  name,
  kind: 'BuiltInRole',
  actions,
  notActions,
  dataActions,
});

/**
 * The built-in roles that the simulated tenant knows (Built-in Azure RBAC roles, Jan 2024). GUIDs marked
 * COMMUNITY in the sources are: VM User Login, User Access Administrator, the two session operators, RBAC
 * Administrator, Virtual Machine Contributor.
 */
export const builtInAzureRoles: readonly AzureRole[] = [
  builtIn('8e3af657-a8ff-443c-a75c-2fe8c4bcb635', 'Owner', ['*']),
  builtIn(
    'b24988ac-6180-42a0-ab88-20f7382dd24c',
    'Contributor',
    ['*'],
    [
      'Microsoft.Authorization/*/Delete',
      'Microsoft.Authorization/*/Write',
      'Microsoft.Authorization/elevateAccess/Action',
    ],
  ),
  builtIn('acdd72a7-3385-48ef-bd42-f606fba81ae7', 'Reader', ['*/read']),
  builtIn('18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', 'User Access Administrator', [
    '*/read',
    'Microsoft.Authorization/*',
  ]),
  builtIn('f58310d9-a9f6-439a-9e8d-f62e7b41a168', 'Role Based Access Control Administrator', [
    'Microsoft.Authorization/roleAssignments/write',
    'Microsoft.Authorization/roleAssignments/delete',
    '*/read',
  ]),
  builtIn(
    '1d18fff3-a72a-46b5-b4a9-0b38a3cd7e63',
    'Desktop Virtualization User',
    [],
    [],
    ['Microsoft.DesktopVirtualization/applicationGroups/useApplications/action'],
  ),
  builtIn(
    'fb879df8-f326-4884-b1cf-06f3ad86be52',
    'Virtual Machine User Login',
    ['Microsoft.Compute/virtualMachines/*/read'],
    [],
    ['Microsoft.Compute/virtualMachines/login/action'],
  ),
  builtIn('2ad6aaab-ead9-4eaa-8ac5-da422f562408', 'Desktop Virtualization Session Host Operator', [
    'Microsoft.DesktopVirtualization/hostpools/read',
    'Microsoft.DesktopVirtualization/hostpools/sessionhosts/*',
  ]),
  builtIn('ea4bfff8-7fb4-485a-aadd-d4129a0ffaa6', 'Desktop Virtualization User Session Operator', [
    'Microsoft.DesktopVirtualization/hostpools/read',
    'Microsoft.DesktopVirtualization/hostpools/sessionhosts/read',
    'Microsoft.DesktopVirtualization/hostpools/sessionhosts/usersessions/*',
  ]),
  builtIn('49a72310-ab8d-41df-bbb0-79b649203868', 'Desktop Virtualization Reader', [
    'Microsoft.DesktopVirtualization/*/read',
  ]),
  builtIn('489581de-a3bd-480d-9518-53dea7416b33', 'Desktop Virtualization Power On Contributor', [
    'Microsoft.Compute/virtualMachines/start/action',
    'Microsoft.Compute/virtualMachines/read',
    'Microsoft.Compute/virtualMachines/instanceView/read',
    'Microsoft.DesktopVirtualization/hostpools/read',
    'Microsoft.DesktopVirtualization/hostpools/sessionhosts/read',
  ]),
  builtIn('9980e02c-c2be-4d73-94e8-173b1dc7cf3c', 'Virtual Machine Contributor', [
    'Microsoft.Authorization/*/read',
    'Microsoft.Compute/virtualMachines/*',
    'Microsoft.Resources/subscriptions/resourceGroups/read',
  ]),
];
