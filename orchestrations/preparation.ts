import type { DesktopOffer, PartnerPolicy } from '../shared/domain/partner-policy';
import type { Preparation } from './contract';

/** What of a policy decides whether a guest with this offer finds everything prepared. Pure. */
export function preparationOf(policy: PartnerPolicy, offer: DesktopOffer): Preparation {
  const { homeTenant, accessGroup, profiles, acceptTenantWideProfile, privateApps } = policy;
  return {
    homeTenant,
    accessGroup,
    offer:
      offer.kind === 'avd-personal'
        ? { kind: offer.kind, hostPools: offer.hostPools, hostReuse: policy.hostReuse }
        : { kind: offer.kind, cloudPcGroup: offer.cloudPcGroup },
    profiles,
    acceptTenantWideProfile,
    privateApps,
    hasDesktopRight: policy.desktopRight === 'attested',
  };
}
