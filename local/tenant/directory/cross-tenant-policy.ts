import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';

export interface AccessTargets {
  accessType: 'allowed' | 'blocked';
  targets: { target: string; targetType: 'user' | 'group' | 'application' }[];
}

export interface B2bSetting {
  usersAndGroups: AccessTargets;
  applications: AccessTargets;
}

export interface InboundTrust {
  isMfaAccepted: boolean;
  isCompliantDeviceAccepted: boolean;
  isHybridAzureADJoinedDeviceAccepted: boolean;
}

/** The settings for one partner's tenant, or the default; null inherits the default. */
export interface CrossTenantEntry {
  /** The partner's tenant id, or `default`. */
  id: string;
  isServiceProvider: boolean | null;
  isInMultiTenantOrganization: boolean;
  inboundTrust: InboundTrust | null;
  b2bCollaborationInbound: B2bSetting | null;
  b2bCollaborationOutbound: B2bSetting | null;
  b2bDirectConnectInbound: B2bSetting | null;
  b2bDirectConnectOutbound: B2bSetting | null;
  automaticUserConsentSettings: { inboundAllowed: boolean | null; outboundAllowed: boolean | null };
  tenantRestrictions: unknown;
  /** Set while the partner's tenant synchronises users into this one. */
  identitySynchronization: { displayName: string | null; userSyncInbound: { isSyncAllowed: boolean } } | null;
}

export const crossTenantEntries = collection<CrossTenantEntry>('crossTenantEntries');

export const DEFAULT_ENTRY = 'default';

/** All users and applications allowed, or blocked. */
export function b2bSetting(accessType: 'allowed' | 'blocked'): B2bSetting {
  return {
    usersAndGroups: { accessType, targets: [{ target: 'AllUsers', targetType: 'user' }] },
    applications: { accessType, targets: [{ target: 'AllApplications', targetType: 'application' }] },
  };
}

/** An entry that inherits everything. */
export function emptyEntry(id: string): CrossTenantEntry {
  return {
    id,
    isServiceProvider: null,
    isInMultiTenantOrganization: false,
    inboundTrust: null,
    b2bCollaborationInbound: null,
    b2bCollaborationOutbound: null,
    b2bDirectConnectInbound: null,
    b2bDirectConnectOutbound: null,
    automaticUserConsentSettings: { inboundAllowed: null, outboundAllowed: null },
    tenantRestrictions: null,
    identitySynchronization: null,
  };
}

/** The default of a new tenant: collaboration allowed, direct connect blocked, nothing trusted. */
export function defaultEntry(): CrossTenantEntry {
  return {
    ...emptyEntry(DEFAULT_ENTRY),
    inboundTrust: {
      isMfaAccepted: false,
      isCompliantDeviceAccepted: false,
      isHybridAzureADJoinedDeviceAccepted: false,
    },
    b2bCollaborationInbound: b2bSetting('allowed'),
    b2bCollaborationOutbound: b2bSetting('allowed'),
    b2bDirectConnectInbound: b2bSetting('blocked'),
    b2bDirectConnectOutbound: b2bSetting('blocked'),
    automaticUserConsentSettings: { inboundAllowed: false, outboundAllowed: false },
  };
}

/** The entry in force for a tenant: its own values where there are any, else the default's. */
export function entryInForce(tenant: TenantContext, partnerTenantId: string | null): CrossTenantEntry {
  const table = tenant.store.in(crossTenantEntries);
  const fallback = table.get(DEFAULT_ENTRY) ?? defaultEntry();
  const own = partnerTenantId === null ? undefined : table.get(partnerTenantId);
  if (own === undefined) return fallback;
  return {
    ...fallback,
    ...own,
    inboundTrust: own.inboundTrust ?? fallback.inboundTrust,
    b2bCollaborationInbound: own.b2bCollaborationInbound ?? fallback.b2bCollaborationInbound,
  };
}
