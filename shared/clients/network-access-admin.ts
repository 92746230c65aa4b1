import type { GroupId } from '../domain/ids';
import type { ProfileFacts } from '../domain/prepare/plan-profiles';

/** Global Secure Access as a thing to be set up. Graph beta only. Used by people with their own sign-in. */
export interface NetworkAccessAdmin {
  /** `onboarded`, another `onboardingStatus`, or a value this release does not know. */
  readOnboardingStatus(): Promise<string>;
  /** Starts onboarding; it goes on by itself, and the status tells. Only where the status allows it. */
  onboard(): Promise<void>;
  /** The built-in profiles; none before onboarding. */
  listProfiles(): Promise<Omit<ProfileFacts, 'isAssigned'>[]>;
  /** Safe to repeat. */
  enableProfile(profile: string): Promise<void>;
  /** Whether the group is assigned to the profile of this enterprise app. INFERRED, see the adapter. */
  isProfileAssigned(group: GroupId, servicePrincipal: string): Promise<boolean>;
  /** Assigns the profile to the group. Safe to repeat. INFERRED, see the adapter. */
  assignProfile(group: GroupId, servicePrincipal: string): Promise<void>;
  /** Takes the profile from "all users": it is for those assigned from now on. Safe to repeat. INFERRED, see the adapter. */
  narrowProfile(servicePrincipal: string): Promise<void>;
}
