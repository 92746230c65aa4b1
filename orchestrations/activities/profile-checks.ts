import type { NetworkAccess } from '../../shared/clients/network-access';
import type { GroupId } from '../../shared/domain/ids';
import { judgeProfiles, type JudgedCheck } from '../../shared/domain/judge-profiles';
import type { ProfileKind } from '../../shared/domain/partner-policy';

interface ProfileScope {
  group: GroupId;
  profiles: ProfileKind[];
  acceptTenantWideProfile: boolean;
}

/** Reads the tenant's onboarding and the wanted profiles, and judges both for members of `group`. */
export async function profileChecks(
  networkAccess: NetworkAccess,
  scope: ProfileScope,
): Promise<JudgedCheck[]> {
  const [status, profiles] = await Promise.all([
    networkAccess.readOnboardingStatus(),
    networkAccess.listForwardingProfiles(),
  ]);
  const wanted = profiles.filter((profile) =>
    scope.profiles.some((kind) => kind === profile.trafficForwardingType),
  );
  const readings = await Promise.all(
    wanted.map(async ({ trafficForwardingType, isEnabled, servicePrincipalId }) => ({
      kind: trafficForwardingType,
      isEnabled,
      isAssigned:
        servicePrincipalId === null
          ? null
          : await networkAccess.isProfileAssigned(scope.group, servicePrincipalId),
    })),
  );
  return judgeProfiles(status, readings, scope.profiles, scope.acceptTenantWideProfile);
}
