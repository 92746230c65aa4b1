import type { TenantContext } from '../core/tenant-context';
import { connectedOrganizations } from '../directory/connected-organizations';
import { b2bSetting, crossTenantEntries, emptyEntry } from '../directory/cross-tenant-policy';
import { users, type DirectoryUser } from '../directory/directory-objects';
import { pendingGuest, redeemedIdentities } from '../directory/guest-shape';
import { partnerOrganisations } from '../directory/partner-organisations';
import type { GuestSection, PartnerSection } from './directory-section';
import { layOutMembership } from './lay-out-membership';
import { nameObject, objectIdOf } from './scenario-names';

/** A partner organisation and its guests, as if they had been there for long: nobody is notified. */
export function layOutPartner(tenant: TenantContext, partner: PartnerSection): void {
  const tenantId = nameObject(tenant, 'partner', partner.name, partner.tenantId);
  tenant.store.in(partnerOrganisations).put({
    id: partner.name,
    tenantId: partner.hasTenant ? tenantId : null,
    displayName: partner.displayName,
    domains: partner.domains,
  });
  layOutCrossTenantAccess(tenant, partner, tenantId);
  layOutConnectedOrganization(tenant, partner, tenantId);
  for (const guest of [...partner.guests, ...manyGuests(partner)]) layOutGuest(tenant, partner, guest);
}

function layOutCrossTenantAccess(tenant: TenantContext, partner: PartnerSection, tenantId: string): void {
  const access = partner.crossTenantAccess;
  if (!partner.hasTenant) return;
  const isSynchronised = partner.guests.some((guest) => guest.synchronised);
  const identitySynchronization = isSynchronised
    ? { displayName: partner.displayName, userSyncInbound: { isSyncAllowed: true } }
    : null;
  if (access === 'none') {
    if (isSynchronised)
      tenant.store.in(crossTenantEntries).put({ ...emptyEntry(tenantId), identitySynchronization });
    return;
  }
  tenant.store.in(crossTenantEntries).put({
    ...emptyEntry(tenantId),
    identitySynchronization,
    inboundTrust: {
      isMfaAccepted: access.trustMfa,
      isCompliantDeviceAccepted: access.trustDevices,
      isHybridAzureADJoinedDeviceAccepted: false,
    },
    b2bCollaborationInbound: access.inbound === 'default' ? null : b2bSetting(access.inbound),
  });
}

function layOutConnectedOrganization(tenant: TenantContext, partner: PartnerSection, tenantId: string): void {
  if (partner.connectedOrganization === 'none') return;
  const [domain] = partner.domains;
  const source = partner.hasTenant
    ? {
        '@odata.type': '#microsoft.graph.azureActiveDirectoryTenant',
        tenantId,
        displayName: partner.displayName,
      }
    : {
        '@odata.type': '#microsoft.graph.domainIdentitySource',
        domainName: domain,
        displayName: partner.displayName,
      };
  tenant.store.in(connectedOrganizations).put({
    id: tenant.ids.named('connectedOrganization', partner.name),
    displayName: partner.displayName,
    description: null,
    state: partner.connectedOrganization,
    identitySources: [source],
    createdDateTime: tenant.clock.iso(),
    modifiedDateTime: tenant.clock.iso(),
  });
}

function manyGuests(partner: PartnerSection): GuestSection[] {
  const many = partner.manyGuests;
  if (many === undefined) return [];
  const accepted = many.accepted ?? many.count;
  return Array.from({ length: many.count }, (_, at) => {
    const local = `guest-${String(at + 1).padStart(4, '0')}`;
    return {
      name: `${local}@${partner.domains[0] ?? ''}`,
      mail: `${local}@${partner.domains[0] ?? ''}`,
      userType: 'Guest',
      state: at < accepted ? 'accepted' : 'invited',
      provider: 'ExternalAzureAD',
      accountEnabled: true,
      synchronised: false,
      groups: many.groups,
    };
  });
}

function layOutGuest(tenant: TenantContext, partner: PartnerSection, guest: GuestSection): void {
  const id = nameObject(tenant, 'user', guest.name, guest.id);
  const invited = pendingGuest(tenant, {
    id,
    mail: guest.mail,
    displayName: guest.displayName,
    userType: guest.userType,
  });
  const user = {
    ...invited,
    accountEnabled: guest.accountEnabled,
    usageLocation: guest.usageLocation ?? null,
  };
  tenant.store.in(users).put(guest.state === 'invited' ? user : redeemed(tenant, partner, user, guest));
  for (const group of guest.groups) layOutMembership(tenant, objectIdOf(tenant, 'group', group), id, 'user');
}

function redeemed(
  tenant: TenantContext,
  partner: PartnerSection,
  user: DirectoryUser,
  guest: GuestSection,
): DirectoryUser {
  const homeTenantId =
    guest.provider === 'ExternalAzureAD' && partner.hasTenant
      ? objectIdOf(tenant, 'partner', partner.name)
      : null;
  return {
    ...user,
    externalUserState: 'Accepted',
    identities: redeemedIdentities(tenant, user, guest.provider, partner.domains[0] ?? ''),
    redeemedBy: { homeTenantId, mail: guest.mail, provider: guest.provider },
    ...(guest.synchronised && homeTenantId !== null ? { synchronisedFrom: homeTenantId } : {}),
  };
}
