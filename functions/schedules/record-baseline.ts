import type { UserChange } from '../../shared/clients/user-changes';
import { isExternal } from '../../shared/domain/guest-facts';
import { EMPTY_GUEST_RECORD } from '../../shared/domain/guest-record';
import { policyForDomain, type PartnerPolicy } from '../../shared/domain/partner-policy';
import { freshRow } from '../../shared/domain/subject-row';
import type { SweepCursor } from '../../shared/domain/sweep-cursor';
import type { Subjects } from '../../shared/state/subjects';

/** Whether the user was there before the first round began; whose making is not dated was. Pure. */
export function wasHere(change: UserChange, { roundStartedAt }: SweepCursor): boolean {
  return change.kind !== 'present' || change.createdAt === null || change.createdAt < roundStartedAt;
}

/**
 * Writes down that an external user was here before Gatehouse: a row, no run. A row that is there already stays as it
 * is: somebody was told of that guest before. Whose facts a page leaves out is met at its first change. Safe to repeat.
 */
export async function recordBaseline(
  subjects: Subjects,
  change: UserChange,
  policies: readonly PartnerPolicy[],
): Promise<void> {
  if (change.kind !== 'present' || change.facts === null || !isExternal(change.facts)) return;
  const { domain } = change.facts;
  const policy = domain === null ? undefined : policyForDomain(policies, domain);
  await subjects.insert({
    ...freshRow({ kind: 'guest', id: change.user }),
    state: 'observed',
    partner: policy?.partner ?? null,
    detail: {
      ...EMPTY_GUEST_RECORD,
      existedBefore: true,
      homeDomain: domain,
      reason: {
        code: 'existed-before',
        message: 'found by the first look at the tenant; nothing was decided',
      },
    },
  });
}
