import type { CloudPcs } from '../../shared/clients/cloud-pcs';
import type { Desktops } from '../../shared/clients/desktops';
import type { Directory } from '../../shared/clients/directory';
import type { GroupMembers } from '../../shared/clients/group-members';
import type { ObservedAccess } from '../../shared/domain/access-plan';
import type { UserFacts } from '../../shared/domain/guest-facts';
import type { GuestId } from '../../shared/domain/ids';
import type { HostRecords } from '../../shared/state/hosts';
import type { Desktop, Preparation } from '../contract';

export interface ObserveDeps {
  directory: Directory;
  members: GroupMembers;
  desktops: Desktops;
  cloudPcs: CloudPcs;
  hosts: HostRecords;
}

export interface GuestAccess {
  user: UserFacts | undefined;
  observed: Omit<ObservedAccess, 'gaps'>;
}

/**
 * What a guest has of the offer: each link from the service that owns it. `desktop`: the one it was given. All is taken
 * for ours: whoever asks has just given it. Changes nothing.
 */
export async function observeAccess(
  deps: ObserveDeps,
  guest: GuestId,
  preparation: Preparation,
  desktop: Desktop,
): Promise<GuestAccess> {
  const cloudPcGroup = preparation.offer.kind === 'windows-365' ? preparation.offer.cloudPcGroup : null;
  const managed = [preparation.accessGroup, ...(cloudPcGroup === null ? [] : [cloudPcGroup])];
  const [account, memberships, record] = await Promise.all([
    deps.directory.readAccount(guest),
    Promise.all(
      managed.map(async (group) => ({ group, isMember: await deps.members.isMember(group, guest) })),
    ),
    deps.hosts.read(desktop.host),
  ]);
  const proved = record?.value.proved ?? null;
  return {
    user: account?.facts,
    observed: {
      memberships: memberships
        .filter(({ isMember }) => isMember)
        .map(({ group }) => ({ group, isOurs: true })),
      cloudPcGroup,
      hasFreeHost: false,
      ...(await observeDesktop(deps, desktop, account?.userPrincipalName)),
      client: proved === null ? null : { version: proved.version },
    },
  };
}

async function observeDesktop(
  { desktops, cloudPcs }: ObserveDeps,
  { host, target }: Desktop,
  principal: string | undefined,
): Promise<Pick<ObservedAccess, 'personalHost' | 'cloudPc'>> {
  if (target.kind === 'vm') {
    const seen = await desktops.readSessionHost(target.sessionHostId);
    const isAssigned =
      principal !== undefined && seen?.assignedUser?.toLowerCase() === principal.toLowerCase();
    return { personalHost: { host, isAssigned, isOurs: true }, cloudPc: null };
  }
  const found = principal === undefined ? [] : await cloudPcs.findCloudPcs(principal);
  const own = found.find(({ id }) => id.toLowerCase() === host);
  return { personalHost: null, cloudPc: own === undefined ? null : { host, status: own.status } };
}
