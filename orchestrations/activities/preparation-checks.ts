import type { NetworkAccess } from '../../shared/clients/network-access';
import type { JudgedCheck } from '../../shared/domain/check';
import type { PartnerId } from '../../shared/domain/ids';
import { judgePrivateApps } from '../../shared/domain/judge-private-apps';
import { judgeProfiles } from '../../shared/domain/judge-profiles';
import type { Preparation } from '../contract';
import type { GroupChecks } from './group-checks';
import type { PartnerChecks } from './partner-checks';

export interface PreparationDeps {
  networkAccess: NetworkAccess;
  partnerChecks: PartnerChecks;
  groupChecks: GroupChecks;
}

/** Everything that has to be true of the tenant and the partner before any guest can use a desktop. Changes nothing. */
export async function preparationChecks(
  { networkAccess, partnerChecks, groupChecks }: PreparationDeps,
  partner: PartnerId,
  preparation: Preparation,
): Promise<JudgedCheck[]> {
  // One after the other: where one is refused, nothing of the other is still under way when the step has ended.
  const ofGroups = await groupChecks(preparation);
  const ofTraffic = await trafficChecks(networkAccess, preparation);
  return [...ofGroups, ...(await partnerChecks(partner, preparation)), ...ofTraffic];
}

async function trafficChecks(
  networkAccess: NetworkAccess,
  { accessGroup, profiles, privateApps, acceptTenantWideProfile }: Preparation,
): Promise<JudgedCheck[]> {
  const [status, known, assigned] = await Promise.all([
    networkAccess.readOnboardingStatus(),
    networkAccess.listForwardingProfiles(),
    networkAccess.listAssignedApps(accessGroup),
  ]);
  const readings = known.map(({ trafficForwardingType, isEnabled, servicePrincipalId }) => ({
    kind: trafficForwardingType,
    isEnabled,
    isAssigned: servicePrincipalId === null ? null : assigned.includes(servicePrincipalId.toLowerCase()),
  }));
  return [
    ...judgeProfiles(status, readings, profiles, acceptTenantWideProfile),
    ...judgePrivateApps(privateApps.map((id) => ({ id, isAssigned: assigned.includes(id) }))),
  ];
}
