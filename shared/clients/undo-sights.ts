import { TerminalError } from '../domain/codes';
import type { GuestRecord } from '../domain/guest-record';
import type { HostRecord } from '../domain/host-record';
import { groupId, hostId, type GroupId, type GuestId } from '../domain/ids';
import type { FormerHost, UndoSight } from '../domain/undo-sight';
import type { SessionHost } from './desktops';
import type { GroupMembers } from './group-members';
import type { Groups } from './groups';
import { openRound, type LiveRound, type RoundDeps } from './live-round';
import { readSituation } from './read-live-situation';

/** Whose undo is looked at, and what it hangs on. */
export interface GuestToSee {
  guest: GuestId;
  /** The partner the row belongs to. */
  partner: string | null;
  record: GuestRecord;
  groups: readonly string[];
  hosts: readonly string[];
}

/** What an undo hangs on, as the tenant has it now, many guests at a time. */
export interface UndoSights {
  /**
   * Reads them all: users and members 20 to a request, hosts pool by pool. Only who lost a Cloud PC, or has a host
   * assigned, costs a request of its own. Changes nothing; throws RetryableError or TerminalError.
   */
  read(guests: readonly GuestToSee[]): Promise<Map<GuestId, UndoSight>>;
}

interface Deps extends RoundDeps {
  members: Pick<GroupMembers, 'membersAmong'>;
  groups: Groups;
  cloudPcs: RoundDeps['cloudPcs'] & { findCloudPcs(principal: string): Promise<{ status: string }[]> };
}

/** Graph's limit for members asked about at once, and for groups. */
const BATCH = 20;

/** {@link UndoSights} out of the other capabilities. */
export function createUndoSights(deps: Deps): UndoSights {
  return {
    read: async (guests) => {
      const round = await openRound(
        deps,
        guests.map(({ guest }) => guest),
      );
      const members = await readMembers(deps, guests);
      const sights = new Map<GuestId, UndoSight>();
      for (const one of guests) sights.set(one.guest, await sightOf(deps, round, one, members));
      return sights;
    },
  };
}

interface Members {
  /** By group: whom of those asked about it holds; a group that is gone is missing. */
  of: ReadonlyMap<string, ReadonlySet<string>>;
}

async function readMembers({ members, groups }: Deps, guests: readonly GuestToSee[]): Promise<Members> {
  const asked = [...new Set(guests.flatMap((one) => one.groups))].map(groupId);
  const there: GroupId[] = [];
  for (let at = 0; at < asked.length; at += BATCH)
    there.push(...(await groups.existing(asked.slice(at, at + BATCH))));
  const of = new Map<string, ReadonlySet<string>>();
  for (const group of there) {
    const who = guests.filter((one) => one.groups.includes(group)).map(({ guest }) => guest);
    const inside = new Set<string>();
    for (let at = 0; at < who.length; at += BATCH)
      for (const member of await members.membersAmong(group, who.slice(at, at + BATCH))) inside.add(member);
    of.set(group, inside);
  }
  return { of };
}

async function sightOf(deps: Deps, round: LiveRound, one: GuestToSee, members: Members): Promise<UndoSight> {
  const { guest, groups } = one;
  const seen = await readSituation(round, one);
  const isInvitedByUs =
    typeof seen.user === 'string' ? await deps.invitedGuests.has(guest) : seen.isInvitedByUs;
  const situation = { ...seen, isInvitedByUs };
  const policy = situation.policy ?? round.policies.find(({ partner }) => partner === one.partner) ?? null;
  const cloudPcGroups = (policy?.desktops ?? []).flatMap((offer) =>
    offer.kind === 'windows-365' ? [offer.cloudPcGroup as string] : [],
  );
  const needsCloudPc = groups.some((group) => cloudPcGroups.includes(group));
  const leased = round.leases.get(guest);
  return {
    situation,
    policy,
    memberOf: groups.filter((group) => members.of.get(group)?.has(guest) ?? false),
    goneGroups: groups.filter((group) => !members.of.has(group)),
    hosts: await formerHosts(deps, round, one),
    leasedHost: leased?.target.kind === 'vm' ? leased.host : null,
    cloudPc: needsCloudPc ? await cloudPcOf(deps, guest) : 'not-asked',
  };
}

async function formerHosts(
  deps: Deps,
  round: LiveRound,
  { guest, hosts }: GuestToSee,
): Promise<UndoSight['hosts']> {
  const known: Record<string, FormerHost> = {};
  for (const id of hosts) {
    const record = round.records.find(({ host }) => host === id);
    if (record?.target.kind !== 'vm') continue;
    const session = await sessionHostOf(round, record.target.sessionHostId, record.host);
    known[id] = {
      lease: leaseOf(record, guest),
      isThere: session !== undefined,
      assigned: await assigneeOf(deps, session, guest),
    };
  }
  return known;
}

function leaseOf({ lease }: HostRecord, guest: GuestId): FormerHost['lease'] {
  if (lease.kind === 'clean') return 'clean';
  if (lease.kind === 'leased') return lease.guest === guest ? 'guest' : 'other';
  return lease.lastGuest === guest ? 'free-of-guest' : 'other';
}

/** The session host, where it still is this machine; one that was registered a moment ago bears no machine yet. */
async function sessionHostOf(round: LiveRound, id: string, host: string): Promise<SessionHost | undefined> {
  const pool = id.replace(/\/sessionHosts\/[^/]+$/i, '');
  const all = await sessionHosts(round, pool);
  const found = all.find((one) => one.id.toLowerCase() === id.toLowerCase());
  return found === undefined || found.vmId === null || hostId(found.vmId) === host ? found : undefined;
}

async function sessionHosts(round: LiveRound, pool: string): Promise<SessionHost[]> {
  try {
    return await round.sessionHosts(pool);
  } catch (error) {
    // A pool that is gone has no hosts.
    if (error instanceof TerminalError && error.code === 'not-found') return [];
    throw error;
  }
}

async function assigneeOf(
  { directory }: Deps,
  session: SessionHost | undefined,
  guest: GuestId,
): Promise<FormerHost['assigned']> {
  if (session?.assignedUser == null) return 'nobody';
  const principal = await directory.readUserPrincipalName(guest);
  return principal?.toLowerCase() === session.assignedUser.toLowerCase() ? 'guest' : 'other';
}

async function cloudPcOf({ directory, cloudPcs }: Deps, guest: GuestId): Promise<UndoSight['cloudPc']> {
  const principal = await directory.readUserPrincipalName(guest);
  if (principal === undefined) return 'not-asked';
  const found = await cloudPcs.findCloudPcs(principal);
  return found.some(({ status }) => status !== 'deprovisioning') ? 'there' : 'gone';
}
