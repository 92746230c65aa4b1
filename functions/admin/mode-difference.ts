import { guestId } from '../../shared/domain/ids';
import { isOfPartner, modeChange, type ModeChange, type Reach } from '../../shared/domain/mode-change';
import type { PartnerPolicy } from '../../shared/domain/partner-policy';
import type { SubjectRow } from '../../shared/domain/subject-row';
import type { AdminDeps } from './admin-deps';

/** What another mode or enrolment of a stored policy would change, and the rows of the partner's guests. Changes nothing. */
export async function modeDifference(
  { subjects, invitedGuests }: Pick<AdminDeps, 'subjects' | 'invitedGuests'>,
  policy: PartnerPolicy,
  { mode, enrol = policy.enrol }: { mode: Reach['mode']; enrol?: Reach['enrol'] | undefined },
): Promise<{ change: ModeChange; rows: SubjectRow[] }> {
  const rows: SubjectRow[] = [];
  const invited = new Set<string>();
  for await (const row of subjects.list({ kind: 'guest' })) {
    if (!isOfPartner(row, policy)) continue;
    rows.push(row);
    if (await invitedGuests.has(guestId(row.subject.id))) invited.add(row.subject.id);
  }
  return { change: modeChange(policy, { mode, enrol }, rows, invited), rows };
}
