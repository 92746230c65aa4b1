import type { CloudPcs } from '../../shared/clients/cloud-pcs';
import type { Desktops } from '../../shared/clients/desktops';
import type { Directory } from '../../shared/clients/directory';
import type { GroupMembers } from '../../shared/clients/group-members';
import { stayingHostCheck } from '../../shared/domain/adopted';
import { blockedCheck, okCheck, warningCheck, type Check, type CheckName } from '../../shared/domain/check';
import type { GroupId, GuestId } from '../../shared/domain/ids';
import { done } from '../../shared/domain/outcome';
import type { HostRecords } from '../../shared/state/hosts';
import type { Act } from './activity';

interface Deps {
  directory: Directory;
  members: GroupMembers;
  desktops: Desktops;
  cloudPcs: CloudPcs;
  hosts: HostRecords;
}

/** Reads back that nothing is left of a guest's access, link by link. Changes nothing; judges nothing away. */
export const readRemoval =
  (deps: Deps): Act<'readRemoval'> =>
  async ({ guest, groups, expectAccount }) => {
    const memberships = await Promise.all(groups.map((group) => readGroup(deps, group, guest)));
    const desktops = await readDesktops(deps, guest);
    const account = await readAccount(deps, guest, expectAccount);
    return done({ checks: [...memberships, ...desktops, account] });
  };

async function readGroup({ members }: Deps, group: GroupId, guest: GuestId): Promise<Check> {
  const isMember = await members.isMember(group, guest);
  return isMember
    ? blocked('access-group', `still a direct member of group ${group}`)
    : ok('access-group', `no direct member of group ${group}`);
}

async function readDesktops({ hosts, cloudPcs, directory }: Deps, guest: GuestId): Promise<Check[]> {
  const leases = (await hosts.leasedTo(guest)).map(({ value }) => value);
  const adopted = leases.filter(({ lease }) => lease.kind === 'leased' && lease.owner === 'adopted');
  const leased = leases.filter((record) => record.target.kind === 'vm' && !adopted.includes(record));
  const staying = adopted.map(({ host, target }) => stayingHostCheck(host, target.kind));
  const host =
    leased.length === 0
      ? ok('personal-host', 'no session host of ours is leased to the guest')
      : blocked('personal-host', `${leased.length} session host(s) are still leased to the guest`);
  const principal = await directory.readUserPrincipalName(guest);
  if (principal === undefined) return [host, ...staying];
  const found = await cloudPcs.findCloudPcs(principal);
  const isKept = (id: string) => adopted.some((record) => record.host === id.toLowerCase());
  const usable = found.filter(
    ({ id, status }) => status !== 'inGracePeriod' && status !== 'deprovisioning' && !isKept(id),
  );
  return usable.length === 0
    ? [host, ...staying]
    : [
        host,
        ...staying,
        warning('cloud-pc', `${usable.length} Cloud PC(s) are not in their grace period yet`),
      ];
}

async function readAccount(
  { directory }: Deps,
  guest: GuestId,
  expected: 'any' | 'disabled' | 'gone',
): Promise<Check> {
  const user = await directory.readUser(guest);
  const state = user === undefined ? 'gone' : user.accountEnabled ? 'enabled' : 'disabled';
  const isRight = expected === 'any' || state === 'gone' || state === expected;
  return isRight
    ? ok('account', `the account is ${state}`)
    : blocked('account', `the account is ${state}, it should be ${expected}`);
}

const ok = (check: CheckName, observed: string): Check => okCheck(check, observed).check;
const blocked = (check: CheckName, observed: string): Check =>
  blockedCheck(check, 'read-back-differs', observed).check;
const warning = (check: CheckName, observed: string): Check =>
  warningCheck(check, observed, 'Wait: their licences end in the background.').check;
