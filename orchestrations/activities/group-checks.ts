import type { Groups } from '../../shared/clients/groups';
import { blockedCheck, warningCheck, type CheckName, type JudgedCheck } from '../../shared/domain/check';
import { TerminalError } from '../../shared/domain/codes';
import type { GroupId } from '../../shared/domain/ids';
import { groupRefusal } from '../../shared/domain/prepare/judge-group';
import { remembered } from '../../shared/remembered';
import type { Preparation } from '../contract';

/** What keeps the groups of a preparation from letting guests in; empty = nothing does. */
export type GroupChecks = (preparation: Preparation) => Promise<JudgedCheck[]>;

/** Groups change by people's hands only; all guests of a partner share one reading. */
const KEEP_MS = 60_000;

/**
 * Looks at the groups before anything is written for a guest: one that was deleted, or that somebody made dynamic,
 * is synchronised or role-assignable, takes no members from us. Each group is read once a minute at most. Changes
 * nothing; throws RetryableError as the port does.
 */
export function createGroupChecks({ groups, now }: { groups: Groups; now: () => Date }): GroupChecks {
  const troubleOf = remembered(
    ({ check, group }: { check: CheckName; group: GroupId }) => judge(groups, check, group),
    KEEP_MS,
    () => now().getTime(),
    ({ group }) => group,
  );
  return async ({ accessGroup, offer }) => {
    const asked = [
      { check: 'access-group' as const, group: accessGroup },
      ...(offer.kind === 'windows-365'
        ? [{ check: 'cloud-pc-group' as const, group: offer.cloudPcGroup }]
        : []),
    ];
    return (await Promise.all(asked.map(troubleOf))).filter((judged) => judged !== null);
  };
}

async function judge(groups: Groups, check: CheckName, group: GroupId): Promise<JudgedCheck | null> {
  try {
    const traits = await groups.traitsOf(group);
    if (traits === undefined) return blockedCheck(check, 'not-found', `the directory has no group ${group}`);
    const refusal = groupRefusal(traits);
    return refusal === null
      ? null
      : blockedCheck(check, 'group-unusable', `guests cannot be let in by group ${group}: ${refusal}`);
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    const observed = `group ${group} cannot be looked at: ${error.message}`;
    return warningCheck(check, observed, 'Grant Group.Read.All (docs/permissions.md).');
  }
}
