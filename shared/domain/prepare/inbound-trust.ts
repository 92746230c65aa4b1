/** Which claims of a partner's tenant this tenant believes (Graph v1.0: crossTenantAccessPolicyInboundTrust). */
export interface InboundTrust {
  isMfaAccepted: boolean;
  isCompliantDeviceAccepted: boolean;
  isHybridAzureADJoinedDeviceAccepted: boolean;
}

/** Claims as a policy names them. */
export const TRUSTED_CLAIMS = ['mfa', 'compliant-device', 'hybrid-joined-device'] as const;
export type TrustedClaim = (typeof TRUSTED_CLAIMS)[number];

/** The property of a claim. */
export const TRUST_FIELDS: Record<TrustedClaim, keyof InboundTrust> = {
  mfa: 'isMfaAccepted',
  'compliant-device': 'isCompliantDeviceAccepted',
  'hybrid-joined-device': 'isHybridAzureADJoinedDeviceAccepted',
};
