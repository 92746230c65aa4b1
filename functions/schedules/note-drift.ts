import type { GroupDrift } from '../../shared/domain/group-drift';
import { closeFinding } from '../close-finding';
import { openFinding } from '../open-finding';
import type { CheckedGroup, DriftDeps } from './checked-group';

/** Ids a finding shows; the count tells of the rest. */
const MOST_SHOWN = 50;

const FINDINGS = {
  'group-gone': {
    message: 'a managed group is not in the directory',
    fix: 'Restore the group (security groups lie among the deleted items for 30 days), or name another in the policy.',
  },
  'group-restored': {
    message: 'a managed group that was gone is back, with the members it had then',
    fix: 'Look at its members: whoever left meanwhile is back in it. The findings of this check name them.',
  },
  'unjustified-members': {
    message: 'a managed group has members that no guest’s row justifies',
    fix: 'Take them out, or find out who put them in. With onGroupDrift repair this is done under a daily cap.',
  },
  'vanished-members': {
    message: 'guests who are ready are no members of a group they need',
    fix: 'Have these guests looked at again, or find out who took them out. With onGroupDrift repair this is done under a daily cap.',
  },
  'adopted-members-gone': {
    message: 'guests whose membership was adopted are no members any more',
    fix: 'Nothing, if somebody took them out on purpose: gatehouse partner adopt --undo forgets them. Gatehouse puts nobody back.',
  },
} as const;
type FindingCode = keyof typeof FINDINGS;

/** Opens what was found and closes what is no longer so; one finding for a group and cause. Safe to repeat. */
export async function noteDrift(
  deps: DriftDeps,
  checked: CheckedGroup,
  drift: GroupDrift | 'group-gone',
  others: number,
): Promise<void> {
  const keyOf = (code: FindingCode) => `${code}-${checked.group}`;
  const open = (code: FindingCode, evidence: unknown) =>
    openFinding(deps, {
      ...FINDINGS[code],
      flow: 'check-groups',
      step: 'compare',
      code,
      resource: `${checked.kind}-group`,
      key: keyOf(code),
      message: `${FINDINGS[code].message}: ${checked.group} of partner ${checked.policy.partner}`,
      partner: checked.policy.partner,
      evidence,
    });
  if (drift === 'group-gone') return open('group-gone', { group: checked.group });
  const wasGone = (await closeFinding(deps, keyOf('group-gone'), 'the group is in the directory')) > 0;
  if (wasGone) await open('group-restored', { group: checked.group });
  const found = [
    ['unjustified-members', drift.unjustified],
    ['vanished-members', drift.vanished],
    ['adopted-members-gone', drift.adoptedGone],
  ] as const;
  for (const [code, ids] of found) {
    const evidence = { count: ids.length, guests: ids.slice(0, MOST_SHOWN), membersThatAreNoUsers: others };
    if (ids.length > 0) await open(code, evidence);
    else await closeFinding(deps, keyOf(code), 'members and rows were compared and agree');
  }
}
