import type { GuestSituation, UserFacts } from './guest-facts';
import type { PartnerPolicy } from './partner-policy';

/** What redeemed the invitation. Issuer strings: Properties of a Microsoft Entra B2B collaboration user (2026). */
export type IdentityProvider =
  'entra' | 'microsoft-account' | 'one-time-passcode' | 'social' | 'saml' | 'unredeemed';

export type IdentityVerdict =
  | { kind: 'consistent'; provider: IdentityProvider }
  | { kind: 'mismatch'; provider: IdentityProvider; because: string }
  | { kind: 'unsupported'; provider: IdentityProvider; because: string };

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
 * Is who accepted the one who was invited? `identities` carries no home tenant, so an Entra identity can at
 * best be `consistent`: issued by Entra, and its domain owned by the partner's tenant.
 */
export function judgeIdentity(
  user: UserFacts,
  policy: PartnerPolicy,
  homeTenant: GuestSituation['homeTenantOfDomain'],
): IdentityVerdict {
  const provider = identityProvider(user);
  if (provider === 'one-time-passcode') {
    return {
      kind: 'unsupported',
      provider,
      because:
        'signed in by e-mail one-time passcode, which Azure Virtual Desktop and Windows 365 do not accept',
    };
  }
  if (provider !== 'entra') {
    return {
      kind: 'mismatch',
      provider,
      because: `redeemed as ${provider}, while the partner is an Entra tenant`,
    };
  }
  if (user.domain === null || !policy.domains.includes(user.domain)) {
    return { kind: 'mismatch', provider, because: 'the mail domain is none of the partner’s' };
  }
  if (homeTenant !== null && homeTenant !== policy.homeTenant) {
    return {
      kind: 'mismatch',
      provider,
      because: 'the mail domain belongs to another tenant than the partner’s',
    };
  }
  return { kind: 'consistent', provider };
}
