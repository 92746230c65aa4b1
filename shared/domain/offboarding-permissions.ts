import type { GraphPermission } from './graph-permission';

/** What the offboarding identity needs: it alone may do what cannot be taken back, through one gateway. */
export const OFFBOARDING_PERMISSIONS: readonly GraphPermission[] = [
  {
    permission: 'User.Read.All',
    identity: 'offboarding',
    stage: 'observe',
    calls: [
      'GET /v1.0/users/{user}',
      'GET /v1.0/users/{user}/transitiveMemberOf',
      'GET /v1.0/directory/deletedItems/{user}',
    ],
    why: 'The gateway reads its target itself before it acts: external, of the partner, no administrator.',
    abuse: 'Reads the profile of every user of the tenant: names, addresses, managers, licences.',
    without: 'Every order stops as "forbidden".',
  },
  {
    permission: 'Group.Read.All',
    identity: 'offboarding',
    stage: 'observe',
    calls: ['GET /v1.0/groups/{group}/members/{member}', 'GET /v1.0/users/{user}/transitiveMemberOf'],
    why: 'Leaving the Cloud PC group is read back; directory roles held through groups are seen.',
    abuse:
      'Reads every group and its members, and the content of Microsoft 365 groups: conversations, files, calendars.',
    without: 'Every order stops as "forbidden".',
  },
  {
    permission: 'Policy.Read.All',
    identity: 'offboarding',
    stage: 'observe',
    calls: [
      'GET /v1.0/policies/crossTenantAccessPolicy/partners/{tenant}/identitySynchronization',
      'GET /v1.0/policies/crossTenantAccessPolicy/partners/{tenant}',
    ],
    why: 'An account that the partner’s tenant synchronises is never disabled or deleted here; a tenant is read before and after it is blocked.',
    abuse:
      'Reads every policy: Conditional Access with its exclusions, authentication methods, cross-tenant access.',
    without: 'Orders about Members of a partner’s tenant stop as "forbidden".',
  },
  {
    permission: 'CloudPC.Read.All',
    identity: 'offboarding',
    stage: 'observe',
    calls: ['GET /beta/deviceManagement/virtualEndpoint/cloudPCs/{cloudPc}'],
    why: 'A grace period is ended only where there is one, and that is read back.',
    abuse: 'Reads every Cloud PC of the tenant and whose it is.',
    without: 'Grace periods run their seven days; not needed where no policy uses Windows 365.',
  },
  {
    permission: 'User.ReadWrite.All',
    identity: 'offboarding',
    stage: 'writes',
    calls: [
      'PATCH /v1.0/users/{user}',
      'DELETE /v1.0/users/{user}',
      'POST /v1.0/directory/deletedItems/{user}/restore',
    ],
    why: 'An account is disabled or deleted as the partner’s policy says, and restored by an undo.',
    abuse: 'Changes, disables, deletes every user who holds no directory role; members of the tenant too.',
    without: 'Accounts stay as they are; guests whose policy wants more are held.',
  },
  {
    permission: 'GroupMember.ReadWrite.All',
    identity: 'offboarding',
    stage: 'writes',
    calls: ['DELETE /v1.0/groups/{group}/members/{member}/$ref'],
    why: 'Leaving the Cloud PC group deletes a Cloud PC after its grace period: only this part does it.',
    abuse: 'Takes anybody out of any group that is not role-assignable, or adds them.',
    without: 'Cloud PCs stay; guests on Windows 365 are held at the end of their removal.',
  },
  {
    permission: 'Policy.ReadWrite.CrossTenantAccess',
    identity: 'offboarding',
    stage: 'writes',
    calls: [
      'POST /v1.0/policies/crossTenantAccessPolicy/partners',
      'PATCH /v1.0/policies/crossTenantAccessPolicy/partners/{tenant}',
    ],
    why: 'A partner’s tenant is blocked inbound where its policy says tenantOnRemoval: block, and an uncut takes that back.',
    abuse:
      'Changes for every partner who may come in, who may go out, and whose second factor is believed; the default for all others too.',
    without:
      'Not needed where no policy says tenantOnRemoval: block; where one does, its removal is held before it begins.',
  },
  {
    permission: 'EntitlementManagement.ReadWrite.All',
    identity: 'offboarding',
    stage: 'writes',
    calls: [
      'GET /v1.0/identityGovernance/entitlementManagement/connectedOrganizations',
      'PATCH /v1.0/identityGovernance/entitlementManagement/connectedOrganizations/{organization}',
    ],
    why: 'A partner’s connected organisations are set to proposed where its policy says tenantOnRemoval: block.',
    abuse:
      'Changes access packages and their policies: lets anybody assign themselves whatever a package gives.',
    without: 'As without Policy.ReadWrite.CrossTenantAccess.',
  },
  {
    permission: 'CloudPC.ReadWrite.All',
    identity: 'offboarding',
    stage: 'writes',
    calls: ['POST /v1.0/deviceManagement/virtualEndpoint/cloudPCs/{cloudPc}/endGracePeriod'],
    why: 'A grace period is ended when somebody asks for it in a plan.',
    abuse:
      'Restarts, resizes, reprovisions any Cloud PC of the tenant, and ends grace periods: disks are lost.',
    without: 'Grace periods run their seven days.',
  },
];
