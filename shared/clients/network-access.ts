import type { GroupId } from '../domain/ids';

/** A Global Secure Access traffic forwarding profile. */
export interface ForwardingProfile {
  id: string;
  name: string;
  /** `m365`, `internet`, `private`, or a value this release does not know. */
  trafficForwardingType: string;
  isEnabled: boolean;
  /** Null = the service does not say to whom the profile is assigned: most likely to all users. */
  servicePrincipalId: string | null;
}

/** Global Secure Access. Graph beta only; unknown values and missing fields are borne. */
export interface NetworkAccess {
  /** `onboarded`, another `onboardingStatus`, or a value this release does not know. */
  readOnboardingStatus(): Promise<string>;
  listForwardingProfiles(): Promise<ForwardingProfile[]>;
  /**
   * Ids, lower case, of the service principals on which the group holds an app role: its profiles and private apps.
   * That a profile is assigned in this way is INFERRED from the schema; no page says so (facts of November 2026).
   */
  listAssignedApps(group: GroupId): Promise<string[]>;
}
