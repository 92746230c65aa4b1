import { isAdoptedIn } from '../adopted';
import { canonicalJson } from '../audit-chain';
import { isExternal, type UserFacts } from '../guest-facts';
import { guestRecord, type GuestRecord } from '../guest-record';
import type { HostRecord } from '../host-record';
import { sha256, type GroupId, type GuestId, type HostId } from '../ids';
import type { PartnerPolicy } from '../partner-policy';
import type { SubjectRow } from '../subject-row';
import type { AdoptedGuest, AdoptionChange, HeldRole } from './adoption-change';

/** A desktop that the tenant says is a member's. */
export interface SeenDesktop {
  host: HostId;
  name: string;
  target: HostRecord['target'];
}

/** A direct member of the group, with the desktops assigned to it. */
export interface SeenMember {
  user: UserFacts;
  desktops: readonly SeenDesktop[];
}

/** One reading of a group that is to be adopted for a partner. */
export interface AdoptionSight {
  policy: PartnerPolicy;
  group: GroupId;
  members: readonly SeenMember[];
  nestedOnly: readonly GuestId[];
  others: number;
  roles: readonly HeldRole[] | null;
  /** Those of the members whom the policy entitles. */
  entitled: ReadonlySet<string>;
  rows: ReadonlyMap<string, SubjectRow>;
  hosts: ReadonlyMap<string, HostRecord>;
}

/** What is to be shown, and by guest which hosts are to be written down. */
export interface AdoptionPlan {
  change: AdoptionChange;
  desktops: ReadonlyMap<string, readonly SeenDesktop[]>;
}

/** Of which of the policy's groups the memberships are; a group the policy does not name counts as one for access. Pure. */
export function adoptedKind(policy: PartnerPolicy, group: string): 'access-group' | 'cloud-pc-group' {
  const isCloudPc = policy.desktops.some(
    (offer) => offer.kind === 'windows-365' && offer.cloudPcGroup === group,
  );
  return isCloudPc && group !== policy.accessGroup ? 'cloud-pc-group' : 'access-group';
}

/**
 * What adopting the group writes down, member by member; what a run of ours gave is not part of it. The hash names all
 * that is to be so in the end, so a step that stopped half-way is taken again by the same one. Pure.
 */
export function planAdoption(sight: AdoptionSight): AdoptionPlan {
  const guests: AdoptedGuest[] = [];
  const left: AdoptionChange['left'] = [];
  const desktops = new Map<string, readonly SeenDesktop[]>();
  for (const member of [...sight.members].sort((a, b) => (a.user.id < b.user.id ? -1 : 1))) {
    const because = whyNot(sight, member);
    if (because !== undefined) {
      left.push({ id: member.user.id, because });
      continue;
    }
    const { adoptable, refused } = sortDesktops(sight, member);
    left.push(...refused);
    desktops.set(member.user.id, adoptable);
    guests.push(guestOf(sight, member, adoptable));
  }
  const { policy, group, nestedOnly, others } = sight;
  const kind = adoptedKind(policy, group);
  const roles =
    sight.roles && [...sight.roles].sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
  const wanted = guests.map(({ id, groups, hosts }) => [id, groups, hosts]);
  const hash = sha256(canonicalJson({ step: 'adopt', partner: policy.partner, group, kind, wanted, roles }));
  const shown = { guests, left, nestedOnly: [...nestedOnly].sort(), others, roles };
  return { change: { step: 'adopt', partner: policy.partner, group, kind, ...shown, hash }, desktops };
}

const recordOf = ({ rows }: AdoptionSight, id: string): GuestRecord => guestRecord(rows.get(id)?.detail);

function whyNot(sight: AdoptionSight, { user }: SeenMember): string | undefined {
  const { policy, group } = sight;
  if (!isExternal(user)) return 'no external user: kept, and none of Gatehouse’s business';
  if (user.domain === null || !policy.domains.includes(user.domain))
    return 'a guest of somebody else than this partner: kept, and not adopted for it';
  const record = recordOf(sight, user.id);
  const isOurs = record.grants.some((grant) => grant.group === group && grant.owner !== 'adopted');
  return isOurs ? 'a run of Gatehouse gave the membership: it is ours already' : undefined;
}

function guestOf(
  sight: AdoptionSight,
  { user }: SeenMember,
  adoptable: readonly SeenDesktop[],
): AdoptedGuest {
  const record = recordOf(sight, user.id);
  const hosts = adoptable.map(({ host }) => host).sort();
  const isHostDone = (host: HostId) =>
    record.adoptedHosts.includes(host) && isAdoptedBy(sight.hosts.get(host), user.id);
  return {
    id: user.id,
    reason: sight.entitled.has(user.id) ? 'entitled' : 'unexplained',
    groups: [sight.group],
    hosts,
    isDone: isAdoptedIn(record, sight.group) && hosts.every(isHostDone),
  };
}

const isAdoptedBy = (record: HostRecord | undefined, guest: string): boolean =>
  record?.lease.kind === 'leased' && record.lease.guest === guest && record.lease.owner === 'adopted';

/** A guest has one virtual machine and one Cloud PC, as runs expect it; what is more is named and left. */
function sortDesktops(
  sight: AdoptionSight,
  { user, desktops }: SeenMember,
): { adoptable: SeenDesktop[]; refused: AdoptionChange['left'] } {
  const adoptable: SeenDesktop[] = [];
  const refused: AdoptionChange['left'] = [];
  for (const desktop of [...desktops].sort((a, b) => (a.host < b.host ? -1 : 1))) {
    const { host, target } = desktop;
    const isSecond = adoptable.some((one) => one.target.kind === target.kind);
    const because = isSecond
      ? 'its user has another one: leave one'
      : whyNotHost(sight.hosts.get(host), user.id);
    if (because === undefined) adoptable.push(desktop);
    else refused.push({ id: host, because });
  }
  return { adoptable, refused };
}

function whyNotHost(record: HostRecord | undefined, guest: string): string | undefined {
  if (record === undefined || record.lease.kind === 'clean') return undefined;
  if (record.lease.kind === 'dirty')
    return 'it was freed by Gatehouse and not declared clean since, yet somebody has it: look at it';
  if (record.lease.guest !== guest) return 'it is leased to somebody else';
  return record.lease.owner === 'adopted' ? undefined : 'a run of Gatehouse leased it: it is ours already';
}
