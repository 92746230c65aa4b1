import type { CloudPcs } from '../../shared/clients/cloud-pcs';
import type { Desktops } from '../../shared/clients/desktops';
import type { Directory } from '../../shared/clients/directory';
import type { HostRecord } from '../../shared/domain/host-record';
import type { GuestId, PartnerId } from '../../shared/domain/ids';
import { done } from '../../shared/domain/outcome';
import type { HostRecords } from '../../shared/state/hosts';
import type { Subjects } from '../../shared/state/subjects';
import type { Act } from './activity';
import type { WritePermit } from './write-permit';
import { logOffAll, reboot } from './log-off-guest';

interface Deps {
  directory: Directory;
  desktops: Desktops;
  cloudPcs: CloudPcs;
  hosts: HostRecords;
  subjects: Subjects;
  permit: WritePermit;
  now: () => Date;
}

/** Hosts one activity looks at: its calls fit well into its minute. */
const WAVE = 40;
const AT_ONCE = 8;

/**
 * Ends the sessions on the next desktops of the partner, in the order of their ids, and says how many it found and
 * after which host to go on (null = that was the last). Safe to repeat.
 */
export const drainPartner =
  (deps: Deps): Act<'drainPartner'> =>
  async ({ partner, after, restart }) => {
    const wave = (await hostsOf(deps, partner)).filter(({ host }) => host > after).slice(0, WAVE);
    let found = 0;
    for (let start = 0; start < wave.length; start += AT_ONCE) {
      const batch = wave.slice(start, start + AT_ONCE);
      const ended = await Promise.all(batch.map((record) => endOn(deps, record, { partner, restart })));
      found += ended.reduce((sum, one) => sum + one, 0);
    }
    const last = wave.length === WAVE ? wave.at(-1) : undefined;
    return done({ found, next: last?.host ?? null });
  };

/** A host leased to a guest of the partner. */
type Leased = HostRecord & { lease: { kind: 'leased'; guest: GuestId } };

async function hostsOf({ hosts, subjects }: Deps, partner: string): Promise<Leased[]> {
  const guests = new Set<string>();
  for await (const row of subjects.list({ kind: 'guest', partner })) guests.add(row.subject.id);
  const isTheirs = (record: HostRecord): record is Leased =>
    record.lease.kind === 'leased' && guests.has(record.lease.guest);
  return (await hosts.list()).filter(isTheirs).sort((a, b) => (a.host < b.host ? -1 : 1));
}

/** How many sessions were found on the host; the restart of a Cloud PC, whose sessions nobody lists, counts none. */
async function endOn(
  deps: Deps,
  record: Leased,
  { partner, restart }: { partner: PartnerId; restart: boolean },
): Promise<number> {
  const { guest } = record.lease;
  // People decided on the cut, so the mode does not stop it; whom nobody may touch is left alone.
  if ((await deps.permit(partner, guest, { isPlanned: true })) !== undefined) return 0;
  if (record.target.kind === 'cloud-pc') {
    if (restart) await reboot(deps, guest, record.host);
    return 0;
  }
  const principal = await deps.directory.readUserPrincipalName(guest);
  const { receipts, left } = await logOffAll(deps, guest, record, principal);
  return Math.max(receipts.length, left);
}
