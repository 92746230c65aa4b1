import { blockedCheck, okCheck, warningCheck, type JudgedCheck } from './check';

/** Which claims of the partner's tenant are believed (Graph v1.0, crossTenantAccessPolicyInboundTrust). */
export interface TrustedClaims {
  mfa: boolean;
  compliantDevice: boolean;
  hybridJoinedDevice: boolean;
}

/** One entry of the cross-tenant access policy, as far as it concerns guests who come in; null = left to the default. */
export interface InboundAccess {
  /** `partly`: some users or applications only. */
  collaboration: 'allowed' | 'blocked' | 'partly' | null;
  trust: TrustedClaims | null;
}

/** The partner's own entry (null = there is none) and the default, which fills what the entry leaves open. */
export interface CrossTenantReading {
  own: InboundAccess | null;
  fallback: InboundAccess;
}

const NOTHING_TRUSTED: TrustedClaims = { mfa: false, compliantDevice: false, hybridJoinedDevice: false };

/** What is in force for the partner: its own values where there are any, else the default's. Pure. */
export function inboundInForce({ own, fallback }: CrossTenantReading) {
  return {
    collaboration: own?.collaboration ?? fallback.collaboration ?? 'allowed',
    trust: own?.trust ?? fallback.trust ?? NOTHING_TRUSTED,
    isInherited: own === null || (own.collaboration === null && own.trust === null),
  };
}

/** May guests of the partner come in, and does their second factor count? Pure. */
export function judgeCrossTenantAccess(reading: CrossTenantReading): JudgedCheck {
  const { collaboration, trust, isInherited } = inboundInForce(reading);
  const source = isInherited ? 'the default cross-tenant setting' : 'the partner’s cross-tenant setting';
  if (collaboration === 'blocked') {
    return blockedCheck(
      'cross-tenant-access',
      'sign-in-blocked',
      `${source} blocks B2B collaboration inbound`,
    );
  }
  if (collaboration === 'partly') {
    return warningCheck(
      'cross-tenant-access',
      `${source} lets only some users or applications in`,
      'Make sure that the partner’s guests and the desktop applications are among them.',
    );
  }
  return trust.mfa
    ? okCheck('cross-tenant-access', `${source} lets guests in and trusts their second factor`)
    : warningCheck(
        'cross-tenant-access',
        `${source} does not trust the partner’s second factor: a guest has to register one here`,
        'Trust multifactor authentication of the partner’s tenant: gatehouse partner prepare.',
      );
}
