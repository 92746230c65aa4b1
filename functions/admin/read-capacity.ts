import { TerminalError } from '../../shared/domain/codes';
import type { CapacityFacts, GroupTally, Unread } from '../../shared/domain/capacity/capacity-facts';
import { capacitySources } from '../../shared/domain/capacity/capacity-sources';
import { groupId } from '../../shared/domain/ids';
import type { AdminDeps } from './admin-deps';

export type CapacityDeps = Pick<
  AdminDeps,
  'partners' | 'subjects' | 'hosts' | 'desktops' | 'licences' | 'cloudPcs' | 'desktopRoles' | 'groups'
>;

/**
 * Reads all that can run out: one call for each pool, group, Cloud PC group and subscription that a policy names, one for
 * the licences and one for the Cloud PCs (pages apart), however many guests there are. What is refused for good is said
 * in `unread`; "not now" throws RetryableError. Changes nothing.
 */
export async function readCapacity(deps: CapacityDeps): Promise<CapacityFacts> {
  const policies = await deps.partners.list();
  const sources = capacitySources(policies);
  const unread: Unread[] = [];
  const rows = [];
  for await (const row of deps.subjects.list({ kind: 'guest' })) rows.push(row);
  const each = async <T>(
    all: readonly string[],
    what: string,
    ask: (one: string) => Promise<T | undefined>,
  ): Promise<Map<string, T>> => {
    const found = new Map<string, T>();
    for (const one of all) {
      const answer = await orUnread(unread, `${what} ${one}`, () => ask(one));
      if (answer !== undefined) found.set(one, answer);
    }
    return found;
  };
  return {
    policies,
    rows,
    records: await deps.hosts.list(),
    pools: await each(sources.pools, 'host pool', (pool) => deps.desktops.listSessionHosts(pool)),
    units: sources.hasCloudPcs
      ? await orUnread(unread, 'licences', () => deps.licences.listUnits())
      : undefined,
    skusOf: await each(sources.cloudPcGroups, 'licences of group', (group) =>
      deps.licences.listSkusOf(groupId(group)),
    ),
    cloudPcs: sources.hasCloudPcs
      ? await orUnread(unread, 'Cloud PCs', () => deps.cloudPcs.tally())
      : undefined,
    roleAssignments: await each(sources.subscriptions, 'role assignments of subscription', (subscription) =>
      deps.desktopRoles.countIn(subscription),
    ),
    groups: await each(sources.groups, 'members of group', (group) => tallyOf(deps, group)),
    unread,
  };
}

async function tallyOf({ groups }: CapacityDeps, group: string): Promise<GroupTally> {
  const found = await groups.members(groupId(group));
  if (found === undefined) throw new TerminalError('not-found', 'the directory has no such group');
  return { users: new Set<string>(found.users), others: found.others };
}

/** undefined = it said no for good, and why is noted. */
async function orUnread<T>(unread: Unread[], source: string, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    unread.push({ source, why: error.message });
    return undefined;
  }
}
