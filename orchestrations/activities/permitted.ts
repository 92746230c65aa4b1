import { guestRecord } from '../../shared/domain/guest-record';
import { partnerId, type GuestId, type HostId, type PartnerId } from '../../shared/domain/ids';
import { secondsToOpening, windowBan } from '../../shared/domain/may-write';
import { later, type Stop } from '../../shared/domain/outcome';
import type { HostRecord } from '../../shared/domain/host-record';
import type { SubjectRow } from '../../shared/domain/subject-row';
import type { HostRecords } from '../../shared/state/hosts';
import type { Subjects } from '../../shared/state/subjects';
import type { ActivityInput, ActivityName } from '../contract';
import type { Act } from './activity';
import type { WritePermit } from './write-permit';

/** Activities whose input says for whom they act. */
type ForGuest = {
  [N in ActivityName]: ActivityInput<N> extends { guest: GuestId; partner: PartnerId } ? N : never;
}[ActivityName];
type ForHost = 'ensureVmRunning' | 'ensureInstallCommand' | 'ensureUninstallCommand' | 'ensureVmAtRest';

/** `act`, once the permit for its guest was asked: what an approved plan names is not stopped by the partner's mode. */
export const permitted =
  <N extends ForGuest>(permit: WritePermit, act: Act<N>): Act<N> =>
  async (input) => {
    const { guest, partner, ...rest } = input as { guest: GuestId; partner: PartnerId };
    return (await permit(partner, guest, { isPlanned: isPlanned(rest) })) ?? act(input);
  };

function isPlanned(input: { isPlanned?: boolean; plan?: string | null }): boolean {
  return input.isPlanned === true || (input.plan ?? null) !== null;
}

interface HostDeps {
  hosts: HostRecords;
  subjects: Subjects;
  permit: WritePermit;
  now: () => Date;
}

/**
 * `act` on a host, once the permit for the guest whose host it is was asked; a host nobody leases has a maintenance
 * window, and nobody else to ask. `at: 'any-time'`: the act is no work that has to wait for the window.
 */
export const permittedOnHost =
  <N extends ForHost>(deps: HostDeps, act: Act<N>, at: 'window' | 'any-time' = 'window'): Act<N> =>
  async (input) =>
    (await banOnHost(deps, (input as { host: HostId }).host, at)) ?? act(input);

async function banOnHost(
  { hosts, subjects, permit, now }: HostDeps,
  host: HostId,
  at: 'window' | 'any-time',
): Promise<Stop | undefined> {
  const record = (await hosts.read(host))?.value;
  if (record === undefined) return undefined;
  const window = at === 'window' ? (record.wanted?.window ?? null) : null;
  if (record.lease.kind === 'leased') {
    const { guest } = record.lease;
    const row = (await subjects.read({ kind: 'guest', id: guest }))?.value;
    return permit(partnerOf(record, row), guest, { window });
  }
  const machine = { window, nowMs: now().getTime() };
  return windowBan(machine) && later('window-closed', secondsToOpening(machine));
}

/** Records of an earlier release do not name the partner; a guest's row does once its first run has ended. */
function partnerOf(record: HostRecord, row: SubjectRow | undefined): PartnerId {
  const named = record.partner ?? row?.partner ?? guestRecord(row?.detail).grants[0]?.partner;
  return partnerId(named ?? 'unknown');
}
