import type { PartnerPolicy } from '../partner-policy';

/** Every place that has to be asked to know what is left: as many as the policies name, however many guests there are. */
export interface CapacitySources {
  pools: string[];
  cloudPcGroups: string[];
  /** Lower case. */
  subscriptions: string[];
  groups: string[];
  hasCloudPcs: boolean;
}

/** The places that the policies name, each once. Pure. */
export function capacitySources(policies: readonly PartnerPolicy[]): CapacitySources {
  const offers = policies.flatMap(({ desktops }) => desktops);
  const pools = offers.flatMap((offer) => (offer.kind === 'avd-personal' ? offer.hostPools : []));
  const cloudPcGroups = offers.flatMap((offer) => (offer.kind === 'windows-365' ? [offer.cloudPcGroup] : []));
  const choices = offers.flatMap(({ forGroup }) => forGroup ?? []);
  return {
    pools: unique(pools),
    cloudPcGroups: unique(cloudPcGroups),
    subscriptions: unique(pools.map(subscriptionOf)),
    groups: unique([...policies.map(({ accessGroup }) => accessGroup), ...cloudPcGroups, ...choices]),
    hasCloudPcs: cloudPcGroups.length > 0,
  };
}

/** Id of the subscription in a resource id, lower case. Pure. */
export const subscriptionOf = (resourceId: string): string => resourceId.split('/')[2]?.toLowerCase() ?? '';

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];
