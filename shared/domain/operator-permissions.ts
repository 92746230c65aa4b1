import type { GraphPermission } from './graph-permission';

/**
 * What the commands that prepare need of the person who runs them: delegated permissions of that person's own, time-limited
 * sign-in. They are never granted to an identity of the service.
 */
export const OPERATOR_PERMISSIONS: readonly GraphPermission[] = [
  {
    permission: 'Application.Read.All',
    identity: 'operator',
    stage: 'observe',
    calls: [
      "GET /v1.0/servicePrincipals(appId='{app}')",
      'GET /v1.0/servicePrincipals/{principal}',
      'GET /v1.0/servicePrincipals/{principal}/appRoleAssignments',
      'POST /v1.0/servicePrincipals/{resource}/appRoleAssignedTo',
    ],
    why: 'What an identity holds is read before anything is granted, and again afterwards; so are profiles and private apps.',
    abuse: 'Reads every app and service principal of the tenant, and what each may do.',
    without: '`gatehouse permissions` cannot say what is granted and stops before it changes anything.',
  },
  {
    permission: 'AppRoleAssignment.ReadWrite.All',
    identity: 'operator',
    stage: 'writes',
    calls: [
      'POST /v1.0/servicePrincipals/{resource}/appRoleAssignedTo',
      'DELETE /v1.0/servicePrincipals/{resource}/appRoleAssignedTo/{assignment}',
    ],
    why: 'Application permissions of a managed identity are app-role assignments, and so is a traffic profile or a private app of a partner; only a person makes them.',
    abuse:
      'Grants any app any permission, and so takes over the tenant. Activate it for the minutes it takes.',
    without: '`gatehouse permissions plan` and `check` work; `apply` stops as "forbidden".',
  },
  {
    permission: 'RoleManagement.Read.Directory',
    identity: 'operator',
    stage: 'observe',
    calls: ['GET /v1.0/roleManagement/directory/roleAssignments'],
    why: 'A role of the directory that an identity holds beside its permissions is reported as too much.',
    abuse: 'Reads who holds which role of the directory.',
    without: '`gatehouse permissions` says that it could not look at roles of the directory, and goes on.',
  },
  {
    permission: 'RoleManagement.ReadWrite.Directory',
    identity: 'operator',
    stage: 'writes',
    calls: ['POST /v1.0/roleManagement/directory/roleAssignments'],
    why: 'With `--administrative-unit` the runtime gets Groups Administrator within that unit instead of a tenant-wide permission.',
    abuse: 'Makes anybody Global Administrator. Activate it for the minutes it takes.',
    without: 'Needed with `--administrative-unit` only; that step stops as "forbidden".',
  },
];
