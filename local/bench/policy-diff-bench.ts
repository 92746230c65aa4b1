import { partnerDiffRoutes } from '../../functions/admin/partner-diff-routes';
import type { UserFacts } from '../../shared/domain/guest-facts';
import { tenantId, type GroupId, type GuestId } from '../../shared/domain/ids';
import { partnerPolicySchema } from '../../shared/domain/partner-policy';
import { memoryHostRecords } from '../../shared/state/memory/memory-host-records';
import { memoryInvitedGuests } from '../../shared/state/memory/memory-invited-guests';
import { memoryPartners } from '../../shared/state/memory/memory-partners';
import { memoryPartnerStages } from '../../shared/state/memory/memory-partner-stages';
import type { Subjects } from '../../shared/state/subjects';
import { SAMPLE_POLICY } from '../demo/sample-policy';
import { askRoute } from './ask-route';
import type { BenchFigures } from './bench-figures';
import { measured } from './measured';
import { plainGroup } from './onboarding/plain-group';

/** Users on a page of a list, and members on one of a group, at most (Graph v1.0: List users, List group members, 2026). */
const PAGE = 999;

/** How a tenant of many guests, half of whom are in the access group, stands against a policy: requests and memory. */
export async function benchPolicyDiff(
  guests: readonly UserFacts[],
  subjects: Subjects,
): Promise<BenchFigures> {
  const policy = partnerPolicySchema.parse(SAMPLE_POLICY);
  const all = guests.map(({ id }) => id);
  const half = all.slice(0, all.length / 2);
  let requests = 0;
  const pages = <T>(items: T, count: number): Promise<T> => {
    requests += Math.max(1, Math.ceil(count / PAGE));
    return Promise.resolve(items);
  };
  const membersOf = (group: string): GuestId[] =>
    group === policy.accessGroup ? half : group === SAMPLE_POLICY.admitWhen.group ? all : [];
  const deps = {
    subjects,
    hosts: memoryHostRecords(),
    partners: memoryPartners(),
    stages: memoryPartnerStages(),
    invitedGuests: memoryInvitedGuests(),
    blockedGroup: null,
    partnerGuests: {
      list: () => pages([...guests], guests.length),
      membersOf: (group: string) => pages(new Set(membersOf(group)), membersOf(group).length),
    },
    groups: {
      existing: (ids: readonly GroupId[]) => pages([...ids], 1),
      traitsOf: () => Promise.reject(new Error('the difference asked for traits')),
      members: (group: string) => pages({ users: membersOf(group), others: 0 }, membersOf(group).length),
    },
    directory: {
      readUser: () => Promise.reject(new Error('the difference asked for one user')),
      findHomeTenant: () => pages(tenantId(SAMPLE_POLICY.homeTenant), 1),
    },
    groupAdmin: { read: (group: GroupId) => pages(plainGroup(group), 1) },
  };
  const { result, heapMiB, elapsedMs } = await measured(
    () =>
      askRoute(
        partnerDiffRoutes[0],
        { params: { partner: policy.partner }, body: SAMPLE_POLICY },
        deps,
      ) as Promise<{
        guests: number;
      }>,
  );
  return {
    policyDiffGuests: result.guests,
    policyDiffRequests: requests,
    policyDiffHeapGrowthMiB: heapMiB,
    policyDiffElapsedMs: elapsedMs,
  };
}
