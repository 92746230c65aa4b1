import type { Desktops } from '../../shared/clients/desktops';
import type { Licences } from '../../shared/clients/licences';
import { canonicalJson } from '../../shared/domain/audit-chain';
import { blockedCheck, okCheck, warningCheck, type JudgedCheck } from '../../shared/domain/check';
import { freeHosts } from '../../shared/domain/choose-host';
import { TerminalError } from '../../shared/domain/codes';
import type { GuestId, PartnerId } from '../../shared/domain/ids';
import { judgeLicenceUnits } from '../../shared/domain/judge-licence';
import { remembered } from '../../shared/remembered';
import type { HostRecords } from '../../shared/state/hosts';
import type { Preparation } from '../contract';
import { recordsOfCandidates } from './records-of-candidates';

interface Deps {
  desktops: Desktops;
  licences: Licences;
  hosts: HostRecords;
  now: () => Date;
}

interface Asked {
  partner: PartnerId;
  /** Who asks first: it decides nothing but the order in which hosts are looked at. */
  guest: GuestId;
  offer: Preparation['offer'];
}

/** Whether there is a host, or a licence, for one more guest of the partner. */
export type PartnerCapacity = (asked: Asked) => Promise<JudgedCheck>;

const KEEP_MS = 30_000;
const LIST_AGE_SECONDS = 30;

/**
 * Reads what is left for newcomers of a partner, once for all its guests who ask within half a minute: it is the same
 * for each. Changes nothing. Throws as the ports do.
 */
export function createPartnerCapacity(deps: Deps): PartnerCapacity {
  return remembered(
    (asked) => capacityCheck(deps, asked),
    KEEP_MS,
    () => deps.now().getTime(),
    ({ partner, offer }) => canonicalJson([partner, offer]),
  );
}

function capacityCheck(deps: Deps, asked: Asked): Promise<JudgedCheck> {
  const { offer } = asked;
  return offer.kind === 'avd-personal'
    ? hostCheck(deps, asked, offer)
    : licenceCheck(deps, offer.cloudPcGroup);
}

async function hostCheck(
  { desktops, hosts }: Deps,
  { guest, partner }: Asked,
  { hostPools, hostReuse }: Preparation['offer'] & { kind: 'avd-personal' },
): Promise<JudgedCheck> {
  const seeker = { guest, partner, hostReuse };
  let free = 0;
  for (const poolId of hostPools) {
    const candidates = await desktops.listSessionHosts(poolId, LIST_AGE_SECONDS);
    const records = await recordsOfCandidates(hosts, candidates, seeker);
    free += freeHosts(candidates, records, guest, seeker).length;
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
