import type { Desktops } from '../../shared/clients/desktops';
import type { NetworkAccess } from '../../shared/clients/network-access';
import { freeHosts, hostPoolFlaw } from '../../shared/domain/choose-host';
import type { Check } from '../../shared/domain/guest-record';
import type { GuestId } from '../../shared/domain/ids';
import { done } from '../../shared/domain/outcome';
import type { HostRecords } from '../../shared/state/hosts';
import type { Act } from './activity';
import { profileChecks } from './profile-checks';

interface Deps {
  desktops: Desktops;
  networkAccess: NetworkAccess;
  hosts: HostRecords;
}

/** Could this invited guest be admitted the moment it accepts? Changes nothing. */
export const readReadiness =
  (deps: Deps): Act<'readReadiness'> =>
  async ({ guest, offer, accessGroup, profiles, acceptTenantWideProfile }) => {
    const judged = await profileChecks(deps.networkAccess, {
      group: accessGroup,
      profiles,
      acceptTenantWideProfile,
    });
    const checks = judged.map(({ check }) => check);
    if (offer.kind === 'avd-personal') checks.push(await poolCheck(deps, guest, offer.hostPools));
    return done({ checks });
  };

async function poolCheck(
  { desktops, hosts }: Deps,
  guest: GuestId,
  hostPools: readonly string[],
): Promise<Check> {
  const records = await hosts.list();
  let free = 0;
  for (const poolId of hostPools) {
    const flaw = hostPoolFlaw(await desktops.readHostPool(poolId));
    if (flaw !== undefined) return { check: 'host-pool', verdict: 'blocked', observed: flaw };
    free += freeHosts(await desktops.listSessionHosts(poolId), records, guest).length;
  }
  return {
    check: 'host-pool',
    verdict: free > 0 ? 'ok' : 'blocked',
    observed: `${free} free session host(s)`,
  };
}
