import type { GraphPermission } from './graph-permission';

const operator = { identity: 'operator' } as const;

/**
 * What `gatehouse tenant` and `gatehouse partner` need of the person who checks and prepares, beside the rows of
 * `operator-permissions.ts`: delegated permissions, each with the directory role named in docs/preparing.md. Never granted
 * to an identity of the service.
 */
export const PREPARE_PERMISSIONS: readonly GraphPermission[] = [
  {
    ...operator,
    permission: 'Group.ReadWrite.All',
    stage: 'writes',
    calls: [
      'GET /v1.0/groups',
      'GET /v1.0/groups/{group}',
      'GET /v1.0/directory/deletedItems/{group}',
      'GET /v1.0/groups/{group}/appRoleAssignments',
      "PATCH /v1.0/groups(uniqueName='{name}')",
      'POST /v1.0/groups',
    ],
    why: 'The access group, the Cloud PC group and the blocked group are made, and looked at before and after.',
    abuse:
      'Makes, changes and deletes every group that is not role-assignable, with its members and content.',
    without: '`check` and `prepare` stop as "forbidden" at the first group.',
  },
  {
    ...operator,
    permission: 'Directory.Read.All',
    stage: 'observe',
    calls: ['POST /v1.0/directoryObjects/getByIds', 'GET /v1.0/directory/deletedItems/{principal}'],
    why: 'Whoever holds a role at a host pool is looked for: an assignment of somebody who is gone for good is told, and removed with `--remove-orphans`.',
    abuse: 'Reads the whole directory: users, groups, apps and devices.',
    without:
      '`partner check` and `partner prepare` say that they could not look for such assignments, and go on.',
  },
  {
    ...operator,
    permission: 'EntitlementManagement.Read.All',
    stage: 'observe',
    calls: ['GET /v1.0/identityGovernance/entitlementManagement/resources'],
    why: 'A group whose membership access packages give out is refused as access group.',
    abuse: 'Reads access packages, their policies and who holds them.',
    without: 'The commands say that they could not look, and go on.',
  },
  {
    ...operator,
    permission: 'NetworkAccess.ReadWrite.All',
    stage: 'writes',
    calls: [
      'GET /beta/networkAccess/tenantStatus',
      'GET /beta/networkAccess/forwardingProfiles',
      'POST /beta/networkAccess/microsoft.graph.networkaccess.onboard',
      'PATCH /beta/networkAccess/forwardingProfiles/{profile}',
    ],
    why: 'The tenant is onboarded to Global Secure Access, and its traffic profiles are switched on.',
    abuse: 'Changes or switches off how the whole company’s traffic is secured.',
    without: 'What is said of Global Secure Access stops as "forbidden".',
  },
  {
    ...operator,
    permission: 'Application.ReadWrite.All',
    stage: 'writes',
    calls: ['PATCH /v1.0/servicePrincipals/{principal}'],
    why: 'A traffic profile is taken from "all users" (`--narrow-profile`): its enterprise app then wants an assignment.',
    abuse: 'Gives any app new credentials, and so acts as that app. Activate it for the minutes it takes.',
    without: 'Needed with `--narrow-profile` only; that step stops as "forbidden".',
  },
  {
    ...operator,
    permission: 'Application-RemoteDesktopConfig.ReadWrite.All',
    stage: 'writes',
    calls: [
      'GET /v1.0/servicePrincipals/{principal}/remoteDesktopSecurityConfiguration',
      'POST /v1.0/servicePrincipals/{principal}/remoteDesktopSecurityConfiguration',
      'PATCH /v1.0/servicePrincipals/{principal}/remoteDesktopSecurityConfiguration',
    ],
    why: 'Single sign-on to desktops needs a switch on two of Microsoft’s applications.',
    abuse: 'Switches single sign-on to desktops on or off for the tenant.',
    without: '`tenant check` and `tenant prepare` cannot say whether the switch is on.',
  },
  {
    ...operator,
    permission: 'Policy.Read.All',
    stage: 'observe',
    calls: [
      'GET /v1.0/identity/conditionalAccess/policies',
      'GET /v1.0/policies/crossTenantAccessPolicy/default',
      'GET /v1.0/policies/crossTenantAccessPolicy/partners/{tenant}',
    ],
    why: 'The standing block and the trust in a partner are looked at before and after.',
    abuse: 'Reads every policy: Conditional Access with its exclusions, authentication methods.',
    without: 'What is said of the standing block and of trust stops as "forbidden".',
  },
  {
    ...operator,
    permission: 'Policy.ReadWrite.ConditionalAccess',
    stage: 'writes',
    calls: [
      'POST /v1.0/identity/conditionalAccess/policies',
      'PATCH /v1.0/identity/conditionalAccess/policies/{policy}',
    ],
    why: 'The policy that keeps the blocked group out is made, reporting only, and later switched on.',
    abuse: 'Locks everybody out of the tenant, or takes every protection of sign-ins away.',
    without: 'That step of `tenant prepare` stops as "forbidden".',
  },
  {
    ...operator,
    permission: 'Policy.ReadWrite.CrossTenantAccess',
    stage: 'writes',
    calls: [
      'POST /v1.0/policies/crossTenantAccessPolicy/partners',
      'PATCH /v1.0/policies/crossTenantAccessPolicy/partners/{tenant}',
    ],
    why: 'Claims of a partner’s tenant are trusted where its policy wants that.',
    abuse: 'Opens the tenant to another, or closes it to all.',
    without: 'That step of `partner prepare` stops as "forbidden".',
  },
  {
    ...operator,
    permission: 'CloudPC.ReadWrite.All',
    stage: 'writes',
    calls: [
      'GET /v1.0/deviceManagement/virtualEndpoint/provisioningPolicies',
      'POST /v1.0/deviceManagement/virtualEndpoint/provisioningPolicies/{policy}/assign',
    ],
    why: 'The Cloud PC group is assigned to its provisioning policy.',
    abuse: 'Reassigns, restarts or wipes any Cloud PC.',
    without: 'Needed where a policy uses Windows 365; that step stops as "forbidden".',
  },
  {
    ...operator,
    permission: 'Organization.Read.All',
    stage: 'observe',
    calls: ['GET /v1.0/subscribedSkus'],
    why: 'Whether the licence was bought and a unit is free is said before it is assigned.',
    abuse: 'Reads the tenant’s own profile and what it bought.',
    without: 'Needed where a policy uses Windows 365; that step stops as "forbidden".',
  },
  {
    ...operator,
    permission: 'LicenseAssignment.ReadWrite.All',
    stage: 'writes',
    calls: ['POST /v1.0/groups/{group}/assignLicense'],
    why: 'The Cloud PC group carries the licence.',
    abuse: 'Gives and takes licences: mailboxes and Cloud PCs go with them.',
    without: 'Needed where a policy uses Windows 365; that step stops as "forbidden".',
  },
];
