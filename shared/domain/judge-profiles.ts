import { blockedCheck, okCheck, warningCheck, type JudgedCheck } from './check';
import type { ProfileKind } from './partner-policy';

/** What was read of one forwarding profile. `isAssigned`: the access group holds it; null = nobody can tell. */
export interface ProfileReading {
  kind: string;
  isEnabled: boolean;
  isAssigned: boolean | null;
}

/** Is the tenant onboarded, and does each wanted profile reach the members of the access group? Pure. */
export function judgeProfiles(
  onboardingStatus: string,
  readings: readonly ProfileReading[],
  wanted: readonly ProfileKind[],
  acceptTenantWideProfile: boolean,
): JudgedCheck[] {
  if (onboardingStatus !== 'onboarded') {
    const observed = `Global Secure Access onboarding is ${onboardingStatus}`;
    return [blockedCheck('tenant', 'tenant-not-onboarded', observed)];
  }
  const tenant = okCheck('tenant', 'the tenant is onboarded to Global Secure Access');
  return [tenant, ...wanted.map((kind) => judgeProfile(kind, readings, acceptTenantWideProfile))];
}

function judgeProfile(
  kind: ProfileKind,
  readings: readonly ProfileReading[],
  acceptTenantWide: boolean,
): JudgedCheck {
  const reading = readings.find((profile) => profile.kind === kind);
  if (!reading?.isEnabled)
    return blockedCheck('profile', 'profile-disabled', `the ${kind} profile is not enabled`);
  if (reading.isAssigned === null) {
    const observed = `the ${kind} profile names no enterprise app: it is most likely assigned to all users`;
    return acceptTenantWide
      ? warningCheck(
          'profile',
          observed,
          'Scope the profile to groups: it cannot be taken from one guest now.',
        )
      : blockedCheck('profile', 'profile-unscoped', observed);
  }
  if (!reading.isAssigned) {
    const observed = `the ${kind} profile is not assigned to the access group`;
    return blockedCheck('profile', 'profile-not-assigned', observed);
  }
  return okCheck('profile', `the ${kind} profile is enabled and assigned to the access group`);
}
