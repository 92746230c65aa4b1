import type { TenantContext } from '../core/tenant-context';
import type { DirectoryUser, ObjectIdentity } from './directory-objects';

export type IdentityProvider =
  'ExternalAzureAD' | 'MicrosoftAccount' | 'google.com' | 'facebook.com' | 'mail' | 'saml';

export interface NewGuest {
  id: string;
  mail: string;
  displayName?: string | undefined;
  userType: 'Guest' | 'Member';
}

/** `anna_contoso.com#EXT#@woodgrove.onmicrosoft.com` (Entra: properties of a B2B collaboration user). */
export function guestPrincipalName(mail: string, initialDomain: string): string {
  return `${mail.replace('@', '_')}#EXT#@${initialDomain}`;
}

/** A guest that has been invited and has not redeemed. */
export function pendingGuest(tenant: TenantContext, guest: NewGuest): DirectoryUser {
  const { initialDomain } = tenant.settings.tenant;
  const userPrincipalName = guestPrincipalName(guest.mail, initialDomain);
  const now = tenant.clock.iso();
  return {
    id: guest.id,
    accountEnabled: true,
    displayName: guest.displayName ?? guest.mail.split('@')[0] ?? guest.mail,
    givenName: null,
    surname: null,
    jobTitle: null,
    companyName: null,
    mail: guest.mail,
    otherMails: [guest.mail],
    mailNickname: userPrincipalName.split('@')[0] ?? '',
    proxyAddresses: [`SMTP:${guest.mail}`],
    userPrincipalName,
    userType: guest.userType,
    creationType: 'Invitation',
    externalUserState: 'PendingAcceptance',
    externalUserStateChangeDateTime: now,
    identities: pendingIdentities(userPrincipalName, initialDomain),
    usageLocation: null,
    createdDateTime: now,
    deletedDateTime: null,
    preferredLanguage: null,
    sponsorIds: [],
  };
}

/** Before redemption the issuer is the host domain (Entra: properties of a B2B collaboration user). */
export function pendingIdentities(userPrincipalName: string, initialDomain: string): ObjectIdentity[] {
  return [{ signInType: 'userPrincipalName', issuer: initialDomain, issuerAssignedId: userPrincipalName }];
}

/** After redemption: a federated identity with the provider as issuer and no home tenant id. */
export function redeemedIdentities(
  tenant: TenantContext,
  user: DirectoryUser,
  provider: IdentityProvider,
  domain: string,
): ObjectIdentity[] {
  return [
    { signInType: 'federated', issuer: issuerOf(tenant, provider, domain), issuerAssignedId: null },
    ...pendingIdentities(user.userPrincipalName, tenant.settings.tenant.initialDomain),
  ];
}

function issuerOf(tenant: TenantContext, provider: IdentityProvider, domain: string): string {
  switch (provider) {
    case 'mail':
      return tenant.switches.get('otpIssuer');
    case 'MicrosoftAccount':
      return tenant.switches.get('microsoftAccountIssuer');
    case 'saml':
      return `https://idp.${domain}/saml`;
    case 'ExternalAzureAD':
    case 'google.com':
    case 'facebook.com':
      return provider;
  }
}
