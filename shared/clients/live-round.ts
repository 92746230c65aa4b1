import { clientRolloutSchema, rolloutCursor, type ClientRollout } from '../domain/client-rollout';
import type { UserFacts } from '../domain/guest-facts';
import type { GuestRecord } from '../domain/guest-record';
import type { HostRecord } from '../domain/host-record';
import type { GroupId, GuestId } from '../domain/ids';
import type { Exclusion, ExclusionSettings } from '../domain/may-write';
import type { PartnerPolicy } from '../domain/partner-policy';
import type { Cursors } from '../state/cursors';
import type { HostRecords } from '../state/hosts';
import type { InvitedGuests } from '../state/invited-guests';
import type { Partners } from '../state/partners';
import type { PartnerStages } from '../state/partner-stages';
import type { Plans } from '../state/plans';
import type { CloudPcs } from './cloud-pcs';
import type { Desktops, SessionHost } from './desktops';
import type { Directory } from './directory';
import type { Groups } from './groups';

/** Whom to read, and what our row says of it. */
export interface GuestToRead {
  guest: GuestId;
  /** The partner the row belongs to. */
  partner: string | null;
  record: GuestRecord;
}

/** What reading many guests at a time needs. */
export interface RoundDeps extends ExclusionSettings {
  directory: Directory;
  groups: Groups;
  desktops: Pick<Desktops, 'listSessionHosts'>;
  cloudPcs: Pick<CloudPcs, 'readCloudPc'>;
  hosts: Pick<HostRecords, 'list'>;
  partners: Partners;
  stages: Pick<PartnerStages, 'read'>;
  plans: Pick<Plans, 'names'>;
  cursors: Pick<Cursors, 'read'>;
  invitedGuests: InvitedGuests;
  blockedGroup: GroupId | null;
}

/** One round of reading: what is the same for many guests is read once. */
export interface LiveRound {
  deps: RoundDeps;
  users: ReadonlyMap<GuestId, UserFacts>;
  policies: readonly PartnerPolicy[];
  /** Our records of hosts, and those of them that are leased, by guest. */
  records: readonly HostRecord[];
  leases: ReadonlyMap<GuestId, HostRecord>;
  /** Those of `groups` the guest is in, nested membership included. */
  groupsOf(groups: readonly GroupId[], guest: GuestId): Promise<GroupId[]>;
  /** Whether the exclusion list names the guest; `unreadable` where its group is gone. */
  exclusionOf(guest: GuestId): Promise<Exclusion>;
  stage(partner: string): ReturnType<PartnerStages['read']>;
  sessionHosts(pool: string): Promise<SessionHost[]>;
  /** How far the partner's client is rolled out; undefined = nothing was begun. */
  rollout(partner: string): Promise<ClientRollout | undefined>;
  /** Hosts promised to guests that were read before, by ARM id. */
  promised: Set<string>;
}

/** Reads what is read for all of `guests` at once. */
export async function openRound(deps: RoundDeps, guests: readonly GuestId[]): Promise<LiveRound> {
  const records = await deps.hosts.list();
  return {
    deps,
    users: await deps.directory.readUsers(guests),
    policies: await deps.partners.list(),
    records,
    leases: new Map(
      records.flatMap((record) => (record.lease.kind === 'leased' ? [[record.lease.guest, record]] : [])),
    ),
    ...membership(deps),
    stage: once((partner) => deps.stages.read(partner)),
    sessionHosts: once((pool) => deps.desktops.listSessionHosts(pool)),
    rollout: once(async (partner) => {
      const stored = await deps.cursors.read(rolloutCursor(partner));
      return stored && clientRolloutSchema.parse(stored.value.detail);
    }),
    promised: new Set(),
  };
}

/**
 * Lists each group once. Only a group that has other groups, or devices, among its members is asked about guest by
 * guest, for who is no direct member may be a nested one.
 */
function membership(deps: RoundDeps): Pick<LiveRound, 'groupsOf' | 'exclusionOf'> {
  const { groups, directory, excludedGroup, excludedIds } = deps;
  const members = once(async (group: GroupId) => {
    const found = await groups.members(group);
    return {
      direct: new Set(found?.users),
      hasOthers: (found?.others ?? 0) > 0,
      isGone: found === undefined,
    };
  });
  const groupsOf: LiveRound['groupsOf'] = async (all, guest) => {
    const found: GroupId[] = [];
    const unsure: GroupId[] = [];
    for (const group of new Set(all)) {
      const { direct, hasOthers } = await members(group);
      if (direct.has(guest)) found.push(group);
      else if (hasOthers) unsure.push(group);
    }
    return unsure.length === 0 ? found : [...found, ...(await directory.readMemberships(guest, unsure))];
  };
  const exclusionOf: LiveRound['exclusionOf'] = async (guest) => {
    if (excludedIds.includes(guest)) return 'named';
    if (excludedGroup === null) return 'not-named';
    if ((await members(excludedGroup)).isGone) return 'unreadable';
    return (await groupsOf([excludedGroup], guest)).length > 0 ? 'named' : 'not-named';
  };
  return { groupsOf, exclusionOf };
}

/** Asks once for each key; whoever asks again gets the same answer. */
function once<K extends string, V>(ask: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const answers = new Map<K, Promise<V>>();
  return (key) => {
    const answer = answers.get(key) ?? ask(key);
    answers.set(key, answer);
    return answer;
  };
}
