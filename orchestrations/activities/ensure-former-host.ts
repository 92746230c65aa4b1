import type { Desktops, SessionHost } from '../../shared/clients/desktops';
import type { Directory } from '../../shared/clients/directory';
import type { HintBus } from '../../shared/clients/hint-bus';
import { hintFor } from '../../shared/domain/hint';
import type { HostRecord } from '../../shared/domain/host-record';
import { hostId, type GuestId, type PartnerId } from '../../shared/domain/ids';
import { done, later, refused, type Outcome, type Stop } from '../../shared/domain/outcome';
import { receiptOf } from '../../shared/domain/receipt';
import { runId } from '../../shared/domain/subject';
import type { HostRecords } from '../../shared/state/hosts';
import type { Versioned } from '../../shared/state/subjects';
import type { ActivityOutputs } from '../contract';
import type { Act } from './activity';

interface Deps {
  directory: Directory;
  desktops: Desktops;
  hosts: HostRecords;
  hints: HintBus;
  now: () => Date;
}

const READ_BACK_AGAIN_SECONDS = 5;
const BOUND = { before: { lease: 'dirty', isAssigned: false }, after: { lease: 'leased', isAssigned: true } };

/**
 * The personal host that was the guest's is the guest's again, with the files on its disk: leased in our records first,
 * then assigned, then read back. Only a host that nobody had since: one that was cleaned, leased or assigned otherwise
 * is refused. Safe to repeat.
 */
export const ensureFormerHost =
  (deps: Deps): Act<'ensureFormerHost'> =>
  async ({ guest, partner, host, life }) => {
    const principal = await deps.directory.readUserPrincipalName(guest);
    if (principal === undefined) return refused('guest-gone', 'the guest is not in the directory any more');
    const by = runId(life.subject, life.run);
    const leased = await leaseAgain(deps, host, { guest, partner, by });
    if (leased.kind !== 'leased') return leased;
    return bind(deps, leased.record, { guest, by, principal });
  };

/** Assigns the leased host, and reads it back. */
async function bind(
  deps: Deps,
  record: HostRecord,
  { guest, by, principal }: { guest: GuestId; by: string; principal: string },
): Promise<Outcome<ActivityOutputs['ensureFormerHost']>> {
  const { host } = record;
  const seen = await sessionHostOf(deps, record);
  if (seen === undefined)
    return refused('not-found', `host ${host} is not in its pool any more, or is another machine now`);
  const wasBound = isOwnedBy(seen, principal);
  const stop = wasBound ? undefined : await assign(deps, seen, principal);
  if (stop !== undefined) return stop;
  // The client is put back on it where its own run was told to take it away.
  await deps.hints.send([hintFor({ kind: 'host', id: host }, `${by}-bound-again`)]);
  const isOwnDoing = !wasBound || (record.lease.kind === 'leased' && record.lease.by === by);
  const receipts = isOwnDoing ? [receiptOf('host-assigned', guest, host, BOUND, deps.now())] : [];
  return done({ name: seen.name, receipts });
}

/** undefined = it left its pool, or another machine bears its name now. */
async function sessionHostOf(
  { desktops }: Deps,
  { host, target }: HostRecord,
): Promise<SessionHost | undefined> {
  if (target.kind !== 'vm') return undefined;
  const seen = await desktops.readSessionHost(target.sessionHostId);
  return seen === undefined || seen.vmId === null || hostId(seen.vmId) === host ? seen : undefined;
}
interface Former {
  guest: GuestId;
  partner: PartnerId;
  by: string;
}

type Leased = { kind: 'leased'; record: HostRecord } | Stop;

async function leaseAgain(
  deps: Deps,
  host: HostRecord['host'],
  { guest, partner, by }: Former,
): Promise<Leased> {
  const stored = await deps.hosts.read(host);
  if (stored === undefined) return refused('not-found', `there is no record of host ${host}`);
  const { lease } = stored.value;
  if (lease.kind === 'leased' && lease.guest === guest) return { kind: 'leased', record: stored.value };
  if (lease.kind !== 'dirty' || lease.lastGuest !== guest)
    return refused('ambiguous', `host ${host} was cleaned, or leased to somebody else, since it was freed`);
  const at = deps.now().toISOString();
  const after: HostRecord = {
    ...stored.value,
    partner,
    lease: { kind: 'leased', guest, at, by },
    isClientUnwanted: false,
  };
  return takeAgain(deps, stored, after);
}

async function takeAgain(
  { hosts }: Deps,
  { etag }: Versioned<HostRecord>,
  after: HostRecord,
): Promise<Leased> {
  return (await hosts.replace(after, etag)) === 'conflict'
    ? later('unavailable', 1)
    : { kind: 'leased', record: after };
}

const isOwnedBy = ({ assignedUser }: SessionHost, principal: string): boolean =>
  assignedUser?.toLowerCase() === principal.toLowerCase();

async function assign({ desktops }: Deps, host: SessionHost, principal: string): Promise<Stop | undefined> {
  if (host.assignedUser !== null)
    return refused(
      'ambiguous',
      `somebody assigned session host ${host.name} to another user since it was freed`,
    );
  await desktops.assignUser(host.id, principal);
  const seen = await desktops.readSessionHost(host.id);
  return seen !== undefined && isOwnedBy(seen, principal)
    ? undefined
    : later('not-replicated', READ_BACK_AGAIN_SECONDS);
}
