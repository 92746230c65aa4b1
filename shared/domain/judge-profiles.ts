import type { RefusalCode } from './codes';
import type { Check } from './guest-record';
import type { ProfileKind } from './partner-policy';

/** What was read of one forwarding profile. `isAssigned`: the access group holds it; null = nobody can tell. */
export interface ProfileReading {
  kind: string;
  isEnabled: boolean;
  isAssigned: boolean | null;
}

/** A check, and the code it stops a run with; null = it stops nothing. */
export interface JudgedCheck {
  check: Check;
  code: RefusalCode | null;
}

const blocked = (check: Check['check'], code: RefusalCode, observed: string): JudgedCheck => ({
  check: { check, verdict: 'blocked', observed },
  code,
});

/** Is the tenant onboarded, and does each wanted profile reach the members of the access group? */
export function judgeProfiles(
  onboardingStatus: string,
  readings: readonly ProfileReading[],
  wanted: readonly ProfileKind[],
  acceptTenantWideProfile: boolean,
): JudgedCheck[] {
  if (onboardingStatus !== 'onboarded') {
    return [
      blocked('tenant', 'tenant-not-onboarded', `Global Secure Access onboarding is ${onboardingStatus}`),
    ];
  }
  const tenant: JudgedCheck = {
    check: { check: 'tenant', verdict: 'ok', observed: 'the tenant is onboarded to Global Secure Access' },
    code: null,
  };
  return [tenant, ...wanted.map((kind) => judgeProfile(kind, readings, acceptTenantWideProfile))];
}

function judgeProfile(
  kind: ProfileKind,
  readings: readonly ProfileReading[],
  acceptTenantWide: boolean,
): JudgedCheck {
  const reading = readings.find((profile) => profile.kind === kind);
  if (!reading?.isEnabled)
    return blocked('profile', 'profile-disabled', `the ${kind} profile is not enabled`);
  if (reading.isAssigned === null) {
    const observed = `the ${kind} profile names no enterprise app: it is most likely assigned to all users`;
    return acceptTenantWide
      ? { check: { check: 'profile', verdict: 'warning', observed }, code: null }
      : blocked('profile', 'profile-unscoped', observed);
  }
  if (!reading.isAssigned) {
    return blocked(
      'profile',
      'profile-not-assigned',
      `the ${kind} profile is not assigned to the access group`,
    );
  }
  const observed = `the ${kind} profile is enabled and assigned to the access group`;
  return { check: { check: 'profile', verdict: 'ok', observed }, code: null };
}
