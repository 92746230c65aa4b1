import type { Desktops } from '../../shared/clients/desktops';
import type { Licences } from '../../shared/clients/licences';
import { blockedCheck, okCheck, warningCheck, type JudgedCheck } from '../../shared/domain/check';
import { freeHosts } from '../../shared/domain/choose-host';
import { TerminalError } from '../../shared/domain/codes';
import type { GuestId, PartnerId } from '../../shared/domain/ids';
import { judgeLicenceUnits } from '../../shared/domain/judge-licence';
import { done } from '../../shared/domain/outcome';
import type { HostRecords } from '../../shared/state/hosts';
import type { Preparation } from '../contract';
import type { Act } from './activity';
import { preparationChecks, type PreparationDeps } from './preparation-checks';

interface Deps extends PreparationDeps {
  desktops: Desktops;
  licences: Licences;
  hosts: HostRecords;
}

const LIST_AGE_SECONDS = 30;

/** Could this invited guest be admitted the moment it accepts? Changes nothing. */
export const readReadiness =
  (deps: Deps): Act<'readReadiness'> =>
  async ({ guest, partner, preparation }) => {
    const judged = await preparationChecks(deps, partner, preparation);
    const isPoolUsable = judged.every(({ code }) => code !== 'host-pool-unsupported');
    const capacity = isPoolUsable ? [await capacityCheck(deps, { guest, partner }, preparation)] : [];
    return done({ checks: [...judged, ...capacity].map(({ check }) => check) });
  };

async function capacityCheck(
  deps: Deps,
  who: { guest: GuestId; partner: PartnerId },
  { offer }: Preparation,
): Promise<JudgedCheck> {
  return offer.kind === 'avd-personal' ? hostCheck(deps, who, offer) : licenceCheck(deps, offer.cloudPcGroup);
}

async function hostCheck(
  { desktops, hosts }: Deps,
  { guest, partner }: { guest: GuestId; partner: PartnerId },
  { hostPools, hostReuse }: Preparation['offer'] & { kind: 'avd-personal' },
): Promise<JudgedCheck> {
  const records = await hosts.list();
  let free = 0;
  for (const poolId of hostPools) {
    const candidates = await desktops.listSessionHosts(poolId, LIST_AGE_SECONDS);
    free += freeHosts(candidates, records, guest, { partner, hostReuse }).length;
  }
  const observed = `${free} free session host(s)`;
  return free > 0
    ? okCheck('personal-host', observed)
    : blockedCheck('personal-host', 'no-free-host', observed);
}

async function licenceCheck(
  { licences }: Deps,
  group: Parameters<Licences['listSkusOf']>[0],
): Promise<JudgedCheck> {
  try {
    const [skus, units] = await Promise.all([licences.listSkusOf(group), licences.listUnits()]);
    return judgeLicenceUnits(skus, units);
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    const observed = `licences cannot be read: ${error.message}`;
    return warningCheck('licence', observed, 'Grant LicenseAssignment.Read.All (docs/permissions.md).');
  }
}
