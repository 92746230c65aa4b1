import type { InvocationContext } from '@azure/functions';
import { claimOf, groupDrift, type ManagedGroup } from '../../shared/domain/group-drift';
import { guestRecord } from '../../shared/domain/guest-record';
import type { GroupId } from '../../shared/domain/ids';
import type { PartnerPolicy } from '../../shared/domain/partner-policy';
import type { SubjectRow } from '../../shared/domain/subject-row';
import type { Subjects } from '../../shared/state/subjects';
import type { CheckedGroup, DriftDeps } from './checked-group';
import { noteDrift } from './note-drift';
import { repairDrift } from './repair-drift';

/**
 * Compares the managed groups with the guests' rows: a full read each hour, whatever happened before, so that the
 * work is the same in good and bad times. A member nobody justified, one that vanished, a group that is gone or
 * came back is a finding; it is repaired only where the policy says so, under a daily cap. Trouble with one group
 * is logged and holds no other up.
 */
export const checkGroups =
  (deps: DriftDeps) =>
  async (context: InvocationContext): Promise<void> => {
    const rows = await rowsByPartner(deps.subjects);
    for (const policy of await deps.partners.list()) {
      for (const checked of managedGroups(policy, rows.get(policy.partner) ?? [])) {
        try {
          await checkGroup(deps, checked, context);
        } catch (error) {
          context.warn(
            `The members of ${checked.group} could not be compared; the next hour tries again`,
            error,
          );
        }
      }
    }
  };

async function checkGroup(deps: DriftDeps, checked: CheckedGroup, context: InvocationContext): Promise<void> {
  const members = await deps.groups.members(checked.group);
  const drift = members === undefined ? 'group-gone' : groupDrift(members.users, checked.claims);
  await noteDrift(deps, checked, drift, members?.others ?? 0);
  if (drift === 'group-gone' || checked.policy.onGroupDrift === 'report') return;
  if (checked.policy.mode.kind === 'enforce') await repairDrift(deps, checked, drift, context);
}

function managedGroups(policy: PartnerPolicy, rows: readonly SubjectRow[]): CheckedGroup[] {
  const of = (group: GroupId, kind: ManagedGroup): CheckedGroup => ({
    group,
    kind,
    policy,
    claims: new Map(
      rows.map((row) => [row.subject.id, claimOf(kind, group, row.state, guestRecord(row.detail))] as const),
    ),
  });
  const cloudPcGroups = policy.desktops.flatMap((offer) =>
    offer.kind === 'windows-365' ? [offer.cloudPcGroup] : [],
  );
  return [
    of(policy.accessGroup, 'access'),
    ...[...new Set(cloudPcGroups)].map((group) => of(group, 'cloud-pc')),
  ];
}

async function rowsByPartner(subjects: Subjects): Promise<Map<string | null, SubjectRow[]>> {
  const rows = new Map<string | null, SubjectRow[]>();
  for await (const row of subjects.list({ kind: 'guest' })) {
    const same = rows.get(row.partner);
    if (same === undefined) rows.set(row.partner, [row]);
    else same.push(row);
  }
  return rows;
}
