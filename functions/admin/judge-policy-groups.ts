import { TerminalError } from '../../shared/domain/codes';
import type { PartnerPolicy } from '../../shared/domain/partner-policy';
import { groupRefusal } from '../../shared/domain/prepare/judge-group';
import type { AdminDeps } from './admin-deps';

/** A group that a policy names for its guests to be members of, and why they cannot be; null = nothing is wrong. */
export interface PolicyGroupVerdict {
  role: 'access-group' | 'cloud-pc-group';
  group: string;
  trouble: string | null;
}

/** Whether guests can be let in by the groups of a policy, as far as this identity may read. Throws RetryableError. */
export async function judgePolicyGroups(
  { groupAdmin }: Pick<AdminDeps, 'groupAdmin'>,
  policy: PartnerPolicy,
): Promise<PolicyGroupVerdict[]> {
  const cloudPc = policy.desktops.flatMap((offer) =>
    offer.kind === 'windows-365' ? [offer.cloudPcGroup] : [],
  );
  const named = [
    { role: 'access-group' as const, group: policy.accessGroup },
    ...[...new Set(cloudPc)].map((group) => ({ role: 'cloud-pc-group' as const, group })),
  ];
  return Promise.all(named.map(async (one) => ({ ...one, trouble: await troubleOf(groupAdmin, one.group) })));
}

async function troubleOf(
  groups: AdminDeps['groupAdmin'],
  group: PartnerPolicy['accessGroup'],
): Promise<string | null> {
  try {
    const found = await groups.read(group);
    if (found === 'absent') return 'there is no such group';
    if (found === 'soft-deleted') return 'the group was deleted; it can be restored for 30 days';
    return groupRefusal(found);
  } catch (error) {
    if (error instanceof TerminalError) return `it could not be looked at: ${error.message}`;
    throw error;
  }
}
