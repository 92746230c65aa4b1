import type { CloudPc } from '../../../shared/clients/cloud-pcs';
import type { CensusMember } from '../../../shared/clients/group-census';
import type { SessionHost } from '../../../shared/clients/desktops';
import { TerminalError } from '../../../shared/domain/codes';
import type { HeldRole } from '../../../shared/domain/adoption/adoption-change';
import type { AdoptionSight, SeenDesktop } from '../../../shared/domain/adoption/plan-adoption';
import { hostId, type GroupId } from '../../../shared/domain/ids';
import { isEntitled } from '../../../shared/domain/intent';
import type { PartnerPolicy } from '../../../shared/domain/partner-policy';
import type { AdminDeps } from '../admin-deps';

export type SeeMembersDeps = Pick<
  AdminDeps,
  | 'subjects'
  | 'hosts'
  | 'invitedGuests'
  | 'partnerGuests'
  | 'groupCensus'
  | 'desktops'
  | 'desktopRoles'
  | 'cloudPcs'
>;

/**
 * Reads a group that is to be adopted with all that hangs on it: whole lists, so that five hundred members cost some
 * ten requests. Undefined = there is no such group. Changes nothing; throws RetryableError or TerminalError.
 */
export async function seeMembers(
  deps: SeeMembersDeps,
  policy: PartnerPolicy,
  group: GroupId,
): Promise<AdoptionSight | undefined> {
  const census = await deps.groupCensus.read(group);
  if (census === undefined) return undefined;
  const pools = await readPools(deps, policy);
  const desktops = await desktopsByUser(deps, policy, pools);
  const { direct, nestedOnly, others } = census;
  const ids = new Set<string>(direct.map(({ user }) => user.id));
  const rows = new Map();
  for await (const row of deps.subjects.list({ kind: 'guest' }))
    if (ids.has(row.subject.id)) rows.set(row.subject.id, row);
  return {
    policy,
    group,
    members: direct.map(({ user, userPrincipalName }) => ({
      user,
      desktops: desktops.get(userPrincipalName.toLowerCase()) ?? [],
    })),
    nestedOnly,
    others,
    roles: await rolesOf(deps, pools, group),
    entitled: await entitledAmong(deps, policy, direct),
    rows,
    hosts: new Map((await deps.hosts.list()).map((record) => [record.host, record])),
  };
}

interface Pool {
  applicationGroups: string[];
  hosts: SessionHost[];
}

async function readPools({ desktops }: SeeMembersDeps, policy: PartnerPolicy): Promise<Pool[]> {
  const ids = policy.desktops.flatMap((offer) => (offer.kind === 'avd-personal' ? offer.hostPools : []));
  const pools: Pool[] = [];
  for (const id of new Set(ids)) {
    const { applicationGroups } = await desktops.readHostPool(id);
    pools.push({ applicationGroups, hosts: await desktops.listSessionHosts(id) });
  }
  return pools;
}

/** By user principal name in lower case: names end here. */
async function desktopsByUser(
  { cloudPcs }: SeeMembersDeps,
  policy: PartnerPolicy,
  pools: readonly Pool[],
): Promise<Map<string, SeenDesktop[]>> {
  const byUser = new Map<string, SeenDesktop[]>();
  const note = (name: string | null, desktop: SeenDesktop | undefined) => {
    if (name === null || desktop === undefined) return;
    const key = name.toLowerCase();
    byUser.set(key, [...(byUser.get(key) ?? []), desktop]);
  };
  for (const host of pools.flatMap(({ hosts }) => hosts)) note(host.assignedUser, seenHost(host));
  if (policy.desktops.some(({ kind }) => kind === 'windows-365'))
    for (const pc of await cloudPcs.listCloudPcs()) note(pc.userPrincipalName, seenCloudPc(pc));
  return byUser;
}

/** Undefined while the service has not told which machine it is. */
function seenHost({ id, name, vmId, vmResourceId }: SessionHost): SeenDesktop | undefined {
  if (vmId === null || vmResourceId === null) return undefined;
  return { host: hostId(vmId), name, target: { kind: 'vm', vmResourceId, sessionHostId: id } };
}

/** Undefined while it is still being made. */
function seenCloudPc({ id, managedDeviceId }: CloudPc): SeenDesktop | undefined {
  if (managedDeviceId === null) return undefined;
  return { host: hostId(id), name: 'Cloud PC', target: { kind: 'cloud-pc', managedDeviceId } };
}

/** At the application groups and the machines' resource groups; null = this identity may not read them. */
async function rolesOf(
  { desktopRoles }: SeeMembersDeps,
  pools: readonly Pool[],
  group: GroupId,
): Promise<HeldRole[] | null> {
  const machineGroups = pools
    .flatMap(({ hosts }) => hosts)
    .flatMap(({ vmResourceId }) => resourceGroupOf(vmResourceId) ?? []);
  const scopes = new Set([...pools.flatMap(({ applicationGroups }) => applicationGroups), ...machineGroups]);
  const held = new Map<string, HeldRole>();
  try {
    for (const scope of scopes)
      for (const role of await desktopRoles.listHeldAt(scope, group))
        held.set(`${role.scope.toLowerCase()} ${role.roleId}`, { scope: role.scope, roleId: role.roleId });
  } catch (error) {
    if (error instanceof TerminalError && error.code === 'forbidden') return null;
    throw error;
  }
  return [...held.values()];
}

const resourceGroupOf = (vmResourceId: string | null): string | undefined =>
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(vmResourceId ?? '')?.[0];

async function entitledAmong(
  { partnerGuests, invitedGuests }: SeeMembersDeps,
  policy: PartnerPolicy,
  members: readonly CensusMember[],
): Promise<Set<string>> {
  const rule = policy.admitWhen;
  const eligible =
    rule.rule === 'eligibility-group' ? await partnerGuests.membersOf(rule.group) : new Set<string>();
  const entitled = new Set<string>();
  for (const { user } of members) {
    const groups = rule.rule === 'eligibility-group' && eligible.has(user.id) ? [rule.group] : [];
    const isInvitedByUs = rule.rule === 'invited-by-gatehouse' && (await invitedGuests.has(user.id));
    if (isEntitled({ groups, isInvitedByUs }, policy, user)) entitled.add(user.id);
  }
  return entitled;
}
