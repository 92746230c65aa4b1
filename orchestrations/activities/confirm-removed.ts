import type { Desktops } from '../../shared/clients/desktops';
import type { Directory } from '../../shared/clients/directory';
import type { Groups } from '../../shared/clients/groups';
import type { SignIns } from '../../shared/clients/sign-ins';
import type { PartnerBlock } from '../../shared/clients/partner-block';
import { goesOnElsewhere, staysIn } from '../../shared/domain/grants';
import { guestRecord } from '../../shared/domain/guest-record';
import type { GroupId, GuestId } from '../../shared/domain/ids';
import { done } from '../../shared/domain/outcome';
import { judgeSignIns } from '../../shared/domain/judge-sign-ins';
import type { PartnerPolicy } from '../../shared/domain/partner-policy';
import type { Confirmation, PartnerStage } from '../../shared/domain/partner-stage';
import type { Cursors } from '../../shared/state/cursors';
import type { Documents } from '../../shared/state/documents';
import type { HostRecords } from '../../shared/state/hosts';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Partners } from '../../shared/state/partners';
import type { Subjects } from '../../shared/state/subjects';
import type { Act } from './activity';
import { changeStage } from './change-stage';
import { readPlanList } from './plan-list';

interface Deps {
  stages: PartnerStages;
  cursors: Cursors;
  documents: Documents;
  partners: Partners;
  groups: Groups;
  directory: Directory;
  desktops: Desktops;
  hosts: HostRecords;
  subjects: Subjects;
  partnerBlock: PartnerBlock;
  signIns: SignIns;
  blockedGroup: GroupId | null;
  now: () => Date;
}
type Check = Confirmation['checks'][number];

/** Users one request asks for. */
const CHUNK = 20;

/**
 * Looks for what must not be there any more, and keeps what it saw: memberships, sessions, leases, accounts. What
 * cannot be read counts as neither good nor bad. Changes nothing in the tenant.
 */
export const confirmRemoved =
  (deps: Deps): Act<'confirmRemoved'> =>
  async ({ partner }) => {
    const found = await readPlanList(deps, partner);
    const policy = (await deps.partners.read(partner))?.value;
    const stage = (await deps.stages.read(partner))?.value;
    if (found === undefined || policy === undefined || stage === undefined) return done({ made: 0 });
    const at = deps.now().toISOString();
    const guests = new Set<string>(found.guests);
    const checks = [
      await checkMembers(deps, policy, guests),
      await checkBlock(deps, policy, stage),
      ...(await checkHosts(deps, guests)),
      await checkAccounts(deps, policy, found.guests),
      await checkSignIns(deps, policy, stage, guests),
    ];
    const after = await changeStage(deps.stages, partner, (now) => {
      const isKept = now.confirmations.some((one) => one.at === at);
      return isKept ? now : { ...now, confirmations: [...now.confirmations, { at, checks }] };
    });
    return done({ made: after.confirmations.length });
  };

async function checkMembers(
  { groups, subjects }: Deps,
  { accessGroup, partner }: PartnerPolicy,
  guests: ReadonlySet<string>,
): Promise<Check> {
  const users = (await groups.members(accessGroup))?.users ?? [];
  let [inside, staying] = [0, 0];
  for (const id of users.filter((user) => guests.has(user))) {
    const row = (await subjects.read({ kind: 'guest', id }))?.value;
    if (staysIn(guestRecord(row?.detail), accessGroup, partner)) staying += 1;
    else inside += 1;
  }
  const kept = staying === 0 ? '' : `, beside ${staying} that stay: adopted, or given for another partner`;
  return judged('access-group', inside === 0, `${inside} removed guest(s) in the access group${kept}`);
}

async function checkBlock(
  { partnerBlock, blockedGroup }: Deps,
  policy: PartnerPolicy,
  { cut }: PartnerStage,
): Promise<Check> {
  if (cut?.by !== 'group' || blockedGroup === null)
    return unread('block', 'guests were blocked one by one: each guest’s own record tells');
  const isNested = await partnerBlock.isNested(blockedGroup, policy.accessGroup);
  return judged('block', isNested, `the access group is ${isNested ? '' : 'NOT '}in the blocked group`);
}

async function checkHosts({ hosts, desktops }: Deps, guests: ReadonlySet<string>): Promise<Check[]> {
  let [leased, sessions] = [0, 0];
  for (const { lease, target } of await hosts.list()) {
    const guest = lease.kind === 'leased' ? lease.guest : lease.kind === 'dirty' ? lease.lastGuest : '';
    if (!guests.has(guest) || target.kind !== 'vm') continue;
    if (lease.kind === 'leased' && lease.owner !== 'adopted') leased += 1;
    sessions += (await desktops.listUserSessions(target.sessionHostId)).length;
  }
  return [
    judged('hosts', leased === 0, `${leased} session host(s) still leased to removed guests`),
    judged('sessions', sessions === 0, `${sessions} session(s) on the hosts they had`),
  ];
}

async function checkAccounts(
  { directory, subjects }: Deps,
  { account, partner }: PartnerPolicy,
  guests: readonly GuestId[],
): Promise<Check> {
  const enabled: GuestId[] = [];
  for (let start = 0; start < guests.length; start += CHUNK) {
    const users = await directory.readUsers(guests.slice(start, start + CHUNK));
    for (const [id, user] of users) if (user.accountEnabled) enabled.push(id);
  }
  const engaged = account.rule === 'keep' ? 0 : await countEngaged(subjects, partner, enabled);
  const kept = engaged === 0 ? '' : `, ${engaged} of them a guest of another partner too`;
  const observed = `${enabled.length} account(s) can sign in to this directory${kept}; the policy says ${account.rule}`;
  return judged('accounts', account.rule === 'keep' || enabled.length === engaged, observed);
}

/** Those of the guests whom another partner has, too. */
async function countEngaged(
  subjects: Subjects,
  partner: string,
  guests: readonly GuestId[],
): Promise<number> {
  let engaged = 0;
  for (const id of guests) {
    const row = (await subjects.read({ kind: 'guest', id }))?.value;
    if (goesOnElsewhere(guestRecord(row?.detail), partner)) engaged += 1;
  }
  return engaged;
}

/** Since the cut: the log lags by minutes, so a later look may see what an earlier one did not. */
async function checkSignIns(
  { signIns, now }: Deps,
  { homeTenant, account }: PartnerPolicy,
  { cut, removedAt }: PartnerStage,
  guests: ReadonlySet<string>,
): Promise<Check> {
  const at = now().toISOString();
  const cutAt = cut?.at ?? removedAt ?? at;
  const successes = await signIns.successesSince(homeTenant, cutAt);
  const isAccountKept = account.rule === 'keep';
  return judgeSignIns(successes, guests, { cutAt, removedAt: removedAt ?? at, isAccountKept });
}

const judged = (check: string, isGood: boolean, observed: string): Check => ({ check, isGood, observed });
const unread = (check: string, observed: string): Check => ({ check, isGood: null, observed });
