import type { GraphPermission } from './graph-permission';

const SUBSCRIPTIONS = [
  'GET /v1.0/subscriptions',
  'POST /v1.0/subscriptions',
  'PATCH /v1.0/subscriptions/{subscription}',
  'DELETE /v1.0/subscriptions/{subscription}',
] as const;

/**
 * What the runtime identity needs. Source of each row: the permissions tables of the Graph pages named in the adapters;
 * what no page proves is marked there.
 */
export const RUNTIME_PERMISSIONS: readonly GraphPermission[] = [
  {
    permission: 'User.Read.All',
    identity: 'runtime',
    stage: 'observe',
    calls: [
      'GET /v1.0/users/{user}',
      'GET /v1.0/users',
      'GET /v1.0/users/delta',
      'GET /v1.0/directory/deletedItems/{user}',
      'POST /v1.0/users/{user}/checkMemberGroups',
      ...SUBSCRIPTIONS,
    ],
    why: 'A guest’s state, home identity and licences are read before every decision; changes are subscribed to and swept.',
    abuse: 'Reads the profile of every user of the tenant: names, addresses, managers, licences.',
    without: 'Nothing works: no change is heard, and every run of a guest stops as "forbidden".',
  },
  {
    permission: 'Group.Read.All',
    identity: 'runtime',
    stage: 'observe',
    calls: [
      'GET /v1.0/groups/delta',
      'GET /v1.0/groups/{group}',
      'GET /v1.0/groups/{group}/members',
      'GET /v1.0/groups/{group}/members/{member}',
      'GET /v1.0/groups/{group}/appRoleAssignments',
      'GET /v1.0/groups/{group}/transitiveMembers',
      'GET /v1.0/directory/deletedItems/{group}',
      'POST /v1.0/users/{user}/checkMemberGroups',
      ...SUBSCRIPTIONS,
    ],
    why: 'Who is entitled, who is in the access group, and which profiles that group carries are read back, not assumed.',
    abuse:
      'Reads every group and its members, and the content of Microsoft 365 groups: conversations, files, calendars.',
    without: 'No entitlement and no membership can be read; guests are held, nobody is removed.',
  },
  {
    permission: 'GroupMember.ReadWrite.All',
    identity: 'runtime',
    stage: 'writes',
    calls: [
      'PATCH /v1.0/groups/{group}',
      'POST /v1.0/groups/{group}/members/$ref',
      'DELETE /v1.0/groups/{group}/members/{member}/$ref',
    ],
    why: 'A guest is let in by one membership of the partner’s access group, and leaves by its removal.',
    abuse:
      'Adds anybody to any group that is not role-assignable: a way to whatever rights such groups carry in Azure or apps. Bound it by an administrative unit where that is possible (docs/permissions.md).',
    without:
      'The product observes: it says who would be let in, and each attempt to write stops as "forbidden".',
  },
  {
    permission: 'NetworkAccess.Read.All',
    identity: 'runtime',
    stage: 'observe',
    calls: ['GET /beta/networkAccess/tenantStatus', 'GET /beta/networkAccess/forwardingProfiles'],
    why: 'Whether the tenant is onboarded to Global Secure Access and the profiles are on is read before every admission.',
    abuse: 'Reads the network access set-up: profiles, policies, addresses of private applications.',
    without: 'Partners whose policy names traffic profiles: their guests are held.',
  },
  {
    permission: 'CloudPC.Read.All',
    identity: 'runtime',
    stage: 'observe',
    calls: [
      'GET /beta/deviceManagement/virtualEndpoint/cloudPCs',
      'GET /beta/deviceManagement/virtualEndpoint/cloudPCs/{cloudPc}',
    ],
    why: 'Whether a guest’s Cloud PC is provisioned is read until it is.',
    abuse: 'Reads every Cloud PC of the tenant and whose it is.',
    without: 'Guests on Windows 365 are held; not needed where no policy uses Windows 365.',
  },
  {
    permission: 'CloudPC.ReadWrite.All',
    identity: 'runtime',
    stage: 'writes',
    calls: ['POST /v1.0/deviceManagement/virtualEndpoint/cloudPCs/{cloudPc}/reboot'],
    why: 'A guest who loses access may be signed in to a Cloud PC: only a restart ends that session.',
    abuse:
      'Restarts, resizes, reprovisions any Cloud PC of the tenant, and ends grace periods: disks are lost.',
    without:
      'Guests on Windows 365 who lose access are held at endSessions; not needed where no policy uses Windows 365.',
  },
  {
    permission: 'DeviceManagementApps.Read.All',
    identity: 'runtime',
    stage: 'observe',
    calls: [
      'GET /v1.0/deviceAppManagement/mobileApps/{app}/assignments',
      'POST /v1.0/deviceManagement/reports/retrieveDeviceAppInstallationStatusReport',
    ],
    why: 'Whether Intune has to install the client on Cloud PCs, and whether it did.',
    abuse: 'Reads which apps Intune installs, where, and their settings.',
    without: 'Guests on Windows 365 are held at the client; not needed where no policy uses Windows 365.',
  },
  {
    permission: 'CrossTenantInformation.ReadBasic.All',
    identity: 'runtime',
    stage: 'observe',
    calls: ["GET /v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='{domain}')"],
    why: 'The identity gate compares the tenant behind a guest’s domain with the invited partner’s.',
    abuse: 'Looks up public names and ids of other tenants.',
    without:
      'A guest’s home tenant stays unknown, so the identity gate cannot call it consistent; guests are held.',
  },
  {
    permission: 'Policy.Read.All',
    identity: 'runtime',
    stage: 'observe',
    calls: [
      'GET /v1.0/policies/crossTenantAccessPolicy/partners',
      'GET /v1.0/policies/crossTenantAccessPolicy/partners/{tenant}',
      'GET /v1.0/policies/crossTenantAccessPolicy/default',
      'GET /v1.0/identity/conditionalAccess/policies',
    ],
    why: 'A partner whose cross-tenant entry vanished may have left; whether guests may come in, and whether their second factor counts, belongs to their readiness; a cut first reads that the blocking policy is on.',
    abuse:
      'Reads every policy: Conditional Access with its exclusions, authentication methods, cross-tenant access.',
    without:
      'The sweep of partners says that it could not look; the end of a partner is then heard from people only.',
  },
  {
    permission: 'Policy.Read.ConditionalAccess',
    identity: 'runtime',
    stage: 'observe',
    calls: ['POST /v1.0/identity/conditionalAccess/evaluate'],
    why: 'What Conditional Access would do to a partner’s guests is asked before one of them stands in front of it.',
    abuse: 'Reads the Conditional Access policies with their exclusions: a map of what is not guarded.',
    without: 'Readiness says that it cannot be read; a guest’s own sign-in tells.',
  },
  {
    permission: 'LicenseAssignment.Read.All',
    identity: 'runtime',
    stage: 'observe',
    calls: ['GET /v1.0/subscribedSkus'],
    why: 'Whether a unit of the Windows 365 licence is free belongs to the readiness of an invited guest.',
    abuse: 'Reads which licences the tenant has and who holds them.',
    without: 'Readiness says that it cannot be read; not needed where no policy uses Windows 365.',
  },
  {
    permission: 'EntitlementManagement.Read.All',
    identity: 'runtime',
    stage: 'observe',
    calls: [
      'GET /v1.0/identityGovernance/entitlementManagement/connectedOrganizations',
      'GET /v1.0/identityGovernance/entitlementManagement/resources',
      'GET /v1.0/identityGovernance/entitlementManagement/assignments',
    ],
    why: 'A connected organisation that was removed is another sign that a partner left; sponsors are told whose access package is about to end.',
    abuse: 'Reads access packages, their policies and who holds them.',
    without: 'As without Policy.Read.All.',
  },
  {
    permission: 'AuditLog.Read.All',
    identity: 'runtime',
    stage: 'observe',
    calls: [
      'GET /v1.0/auditLogs/directoryAudits',
      'GET /v1.0/auditLogs/signIns',
      'GET /beta/auditLogs/signIns',
    ],
    why: 'Who took a partner’s entry away, and when, is said with the event; a guest’s sign-in proves its home tenant; the evidence of an offboarding tells of sign-ins after the cut.',
    abuse: 'Reads the directory’s audit log and, in the same breath, sign-ins with places and addresses.',
    without: 'As without Policy.Read.All.',
  },
  {
    permission: 'User.Invite.All',
    identity: 'runtime',
    stage: 'writes',
    calls: ['POST /v1.0/invitations'],
    why: 'An operator invites a guest through `gatehouse guest invite`; the service is the one that asks.',
    abuse: 'Makes guest accounts for any address, and mails strangers in the company’s name.',
    without: '`gatehouse guest invite` is refused; guests are invited elsewhere, as before.',
  },
  {
    permission: 'Mail.Send',
    identity: 'runtime',
    stage: 'writes',
    isForOneMailbox: true,
    calls: ['POST /v1.0/users/{mailbox}/sendMail'],
    why: 'Guests get their welcome, sponsors their digests, Approvers word of an emergency: out of one mailbox.',
    abuse:
      'Mails anybody in the name of that mailbox. Granted in the directory instead: in the name of everybody in the tenant, the managing director included.',
    without:
      'Nobody is told by mail: notices wait, and after some hours are an alarm. A webhook needs no permission.',
  },
];
