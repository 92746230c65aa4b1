import type { GuestSituation, UserFacts } from './guest-facts';
import type { PartnerPolicy } from './partner-policy';

/** What redeemed the invitation. Issuer strings: Properties of a Microsoft Entra B2B collaboration user (2026). */
export type IdentityProvider =
  'entra' | 'microsoft-account' | 'one-time-passcode' | 'social' | 'saml' | 'unredeemed';

/**
 * `proven`: a sign-in of the guest came out of the partner's tenant. `consistent`: nothing says otherwise.
 * `moved`: the mail domain belongs to another tenant now, which says nothing of whom it was when they accepted.
 */
export type IdentityVerdict =
  | { kind: 'proven' | 'consistent'; provider: IdentityProvider }
  | { kind: 'moved' | 'mismatch' | 'unsupported'; provider: IdentityProvider; because: string };

const SOCIAL_ISSUERS = new Set(['google.com', 'facebook.com']);

/** `mail` for one-time passcode and `MicrosoftAccount` are UNVERIFIED issuer values. */
export function identityProvider(user: UserFacts): IdentityProvider {
  const issuers = user.issuers.map((issuer) => issuer.toLowerCase());
  if (issuers.includes('externalazuread')) return 'entra';
  if (issuers.includes('mail')) return 'one-time-passcode';
  if (issuers.includes('microsoftaccount')) return 'microsoft-account';
  if (issuers.some((issuer) => SOCIAL_ISSUERS.has(issuer))) return 'social';
  if (issuers.some((issuer) => /^(https?:|urn:)/.test(issuer))) return 'saml';
  return 'unredeemed';
}

/**
 * Is who accepted the one who was invited? `identities` carries no home tenant, so without a sign-in to look at an
 * Entra identity can at best be `consistent`: issued by Entra, and its domain owned by the partner's tenant.
 */
export function judgeIdentity(
  user: UserFacts,
  policy: PartnerPolicy,
  { homeTenantOfDomain, signedInFrom }: Pick<GuestSituation, 'homeTenantOfDomain' | 'signedInFrom'>,
): IdentityVerdict {
  const provider = identityProvider(user);
  const mismatch = (because: string): IdentityVerdict => ({ kind: 'mismatch', provider, because });
  if (provider === 'one-time-passcode') {
    return {
      kind: 'unsupported',
      provider,
      because:
        'signed in by e-mail one-time passcode, which Azure Virtual Desktop and Windows 365 do not accept',
    };
  }
  if (!policy.identityProviders.some((allowed) => allowed === provider)) {
    const allowed = policy.identityProviders.join(', ');
    return mismatch(`redeemed as ${provider}, while the partner’s policy allows ${allowed}`);
  }
  if (user.domain === null || !policy.domains.includes(user.domain))
    return mismatch('the mail domain is none of the partner’s');
  // Only Entra identities have a home tenant that could be the partner's.
  if (provider !== 'entra') return { kind: 'consistent', provider };
  if (signedInFrom !== null) {
    return signedInFrom === policy.homeTenant
      ? { kind: 'proven', provider }
      : mismatch('the guest signs in from another tenant than the partner’s');
  }
  if (homeTenantOfDomain !== null && homeTenantOfDomain !== policy.homeTenant) {
    const because = 'the mail domain belongs to another tenant than the partner’s';
    return { kind: 'moved', provider, because };
  }
  return { kind: 'consistent', provider };
}
