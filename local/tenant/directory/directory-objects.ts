import { collection } from '../core/store';

export interface ObjectIdentity {
  signInType: string;
  issuer: string;
  issuerAssignedId: string | null;
}

/** Graph: licenseAssignmentState resource. */
export interface LicenceAssignment {
  skuId: string;
  disabledPlans: string[];
  assignedByGroup: string;
  state: 'Active' | 'Error';
  error: string;
  lastUpdatedDateTime: string;
}

/** A user as stored: Graph's properties, and what only the tenant knows. */
export interface DirectoryUser {
  id: string;
  accountEnabled: boolean;
  displayName: string;
  givenName: string | null;
  surname: string | null;
  jobTitle: string | null;
  companyName: string | null;
  mail: string | null;
  otherMails: string[];
  mailNickname: string;
  proxyAddresses: string[];
  userPrincipalName: string;
  userType: 'Guest' | 'Member';
  creationType: string | null;
  externalUserState: 'PendingAcceptance' | 'Accepted' | null;
  externalUserStateChangeDateTime: string | null;
  identities: ObjectIdentity[];
  usageLocation: string | null;
  createdDateTime: string;
  deletedDateTime: string | null;
  preferredLanguage: string | null;
  /** Who redeemed the invitation: the home tenant, if there is one, and the mail signed in with. Not shown by Graph. */
  redeemedBy?: { homeTenantId: string | null; mail: string; provider: string };
  /** Set when the partner's tenant synchronises this user. Not shown by Graph. */
  synchronisedFrom?: string;
  /** Group licences and what each came to; shown as `licenseAssignmentStates` and `assignedLicenses`. */
  licences?: LicenceAssignment[];
  sponsorIds: string[];
}

export interface DirectoryGroup {
  id: string;
  displayName: string;
  description: string | null;
  mail: string | null;
  mailEnabled: boolean;
  mailNickname: string;
  securityEnabled: boolean;
  groupTypes: string[];
  membershipRule: string | null;
  isAssignableToRole: boolean | null;
  uniqueName: string | null;
  visibility: string | null;
  createdDateTime: string;
  deletedDateTime: string | null;
  ownerIds: string[];
  /** False refuses nested groups (a setting of September 2026). */
  nestingAllowed: boolean;
  /** True where an on-premises directory owns it; its members can be changed only there. */
  onPremisesSyncEnabled: boolean | null;
  /** True where access packages give out its membership; seen among the resources of entitlement management. */
  isPackageResource: boolean;
}

export interface AppRole {
  id: string;
  value: string | null;
  displayName: string;
  allowedMemberTypes: string[];
  isEnabled: boolean;
}

export interface ServicePrincipal {
  id: string;
  appId: string;
  displayName: string;
  servicePrincipalType: 'Application' | 'ManagedIdentity';
  accountEnabled: boolean;
  appRoles: AppRole[];
  appRoleAssignmentRequired: boolean;
  servicePrincipalNames: string[];
  tags: string[];
  createdDateTime: string;
  /** Delegated permissions of Microsoft Graph that were consented to. */
  delegatedPermissions: string[];
  remoteDesktopProtocolEnabled?: boolean;
  targetDeviceGroupIds?: string[];
}

/** Secrets of applications; kept apart so that no answer and no export can show them. */
export interface ClientSecret {
  /** The application's client id. */
  id: string;
  secret: string;
}

export interface Membership {
  /** `{groupId}/{memberId}`. */
  id: string;
  groupId: string;
  memberId: string;
  memberType: MemberType;
  addedAtMs: number;
}

export type MemberType = 'user' | 'group' | 'servicePrincipal' | 'device';

export interface Device {
  id: string;
  deviceId: string;
  displayName: string;
  accountEnabled: boolean;
  operatingSystem: string;
  operatingSystemVersion: string;
  trustType: string;
}

export const CLIENT_SECRETS = 'clientSecrets';

export const users = collection<DirectoryUser, 'userPrincipalName' | 'mail' | 'state'>('users', {
  userPrincipalName: (user) => user.userPrincipalName.toLowerCase(),
  mail: (user) => [
    ...new Set(
      [user.mail, ...user.otherMails].filter((mail) => mail !== null).map((mail) => mail.toLowerCase()),
    ),
  ],
  state: (user) => (user.deletedDateTime === null ? 'live' : 'deleted'),
});
export const groups = collection<DirectoryGroup, 'uniqueName' | 'displayName' | 'state'>('groups', {
  uniqueName: (group) => group.uniqueName ?? undefined,
  displayName: (group) => group.displayName,
  state: (group) => (group.deletedDateTime === null ? 'live' : 'deleted'),
});
export const servicePrincipals = collection<ServicePrincipal, 'appId' | 'displayName'>('servicePrincipals', {
  appId: (principal) => principal.appId.toLowerCase(),
  displayName: (principal) => principal.displayName,
});
export const memberships = collection<Membership, 'group' | 'member'>('memberships', {
  group: (membership) => membership.groupId,
  member: (membership) => membership.memberId,
});
export const devices = collection<Device, 'deviceId'>('devices', { deviceId: (device) => device.deviceId });
export const clientSecrets = collection<ClientSecret>(CLIENT_SECRETS);
