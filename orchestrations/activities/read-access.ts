import type { CloudPcs } from '../../shared/clients/cloud-pcs';
import type { Desktops } from '../../shared/clients/desktops';
import type { Directory } from '../../shared/clients/directory';
import type { GroupMembers } from '../../shared/clients/group-members';
import type { NetworkAccess } from '../../shared/clients/network-access';
import type { Check } from '../../shared/domain/guest-record';
import type { GuestId } from '../../shared/domain/ids';
import { done } from '../../shared/domain/outcome';
import { isVersionAtLeast } from '../../shared/domain/version';
import type { HostRecords } from '../../shared/state/hosts';
import type { ActivityInput } from '../contract';
import type { Act } from './activity';
import { profileChecks } from './profile-checks';

interface Deps {
  directory: Directory;
  members: GroupMembers;
  desktops: Desktops;
  cloudPcs: CloudPcs;
  networkAccess: NetworkAccess;
  hosts: HostRecords;
}

type Input = ActivityInput<'readAccess'>;
const judge = (check: Check['check'], isRight: boolean, right: string, wrong: string): Check =>
  isRight ? { check, verdict: 'ok', observed: right } : { check, verdict: 'blocked', observed: wrong };

/** Reads the whole chain back, each link from the service that owns it. Changes nothing; judges nothing away. */
export const readAccess =
  (deps: Deps): Act<'readAccess'> =>
  async (input) => {
    const [account, memberships, desktop, profiles, client] = await Promise.all([
      readAccount(deps, input.guest),
      readGroups(deps, input),
      readDesktop(deps, input),
      profileChecks(deps.networkAccess, { ...input, group: input.accessGroup }),
      readClient(deps, input),
    ]);
    return done({
      checks: [account, ...memberships, desktop, ...profiles.map(({ check }) => check), client],
    });
  };

async function readAccount({ directory }: Deps, guest: GuestId): Promise<Check> {
  const user = await directory.readUser(guest);
  const state =
    user === undefined
      ? 'gone'
      : `${user.externalUserState ?? 'no invitation'}, enabled: ${user.accountEnabled}`;
  const isRight = user?.accountEnabled === true && user.externalUserState !== 'PendingAcceptance';
  return judge('account', isRight, 'the account is enabled and redeemed', `the account is ${state}`);
}

function readGroups({ members }: Deps, { groups, guest, accessGroup }: Input): Promise<Check[]> {
  return Promise.all(
    groups.map(async (group) => {
      const check = group === accessGroup ? 'access-group' : 'cloud-pc-group';
      const isMember = await members.isMember(group, guest);
      return judge(check, isMember, `direct member of group ${group}`, `no direct member of group ${group}`);
    }),
  );
}

async function readDesktop(deps: Deps, { guest, desktop }: Input): Promise<Check> {
  const principal = await deps.directory.readUserPrincipalName(guest);
  if (desktop.target.kind === 'vm') {
    const host = await deps.desktops.readSessionHost(desktop.target.sessionHostId);
    const isRight = principal !== undefined && host?.assignedUser?.toLowerCase() === principal.toLowerCase();
    const { name } = desktop;
    return judge(
      'personal-host',
      isRight,
      `host ${name} is assigned to the guest`,
      `host ${name} is not assigned to the guest`,
    );
  }
  const found = principal === undefined ? [] : await deps.cloudPcs.findCloudPcs(principal);
  const status = found.find(({ id }) => id.toLowerCase() === desktop.host)?.status ?? 'missing';
  const isRight = status === 'provisioned' || status === 'provisionedWithWarnings';
  return judge(
    'cloud-pc',
    isRight,
    `Cloud PC ${desktop.host} is ${status}`,
    `Cloud PC ${desktop.host} is ${status}`,
  );
}

async function readClient({ hosts }: Deps, { desktop, clientVersion }: Input): Promise<Check> {
  const proved = (await hosts.read(desktop.host))?.value.proved ?? null;
  const isRight = proved !== null && isVersionAtLeast(proved.version, clientVersion);
  const seen = proved === null ? 'none was seen' : `${proved.version} was seen at ${proved.at}`;
  return judge('client', isRight, `client ${seen}`, `client ${clientVersion} is wanted, ${seen}`);
}
