import { EMPTY_GUEST_RECORD, guestRecord } from '../../shared/domain/guest-record';
import { givenOf, type ReplayInput } from '../../shared/domain/replay-inputs';
import { freshRow } from '../../shared/domain/subject-row';
import type { Subjects } from '../../shared/state/subjects';

/**
 * Leaves what a replay gives in the guest's row, for its next run and no other (docs/adr/0010). `busy`: a run is under way,
 * or the row changed meanwhile: nothing was written, ask again. Safe to repeat.
 */
export async function giveToRun(
  subjects: Subjects,
  guest: string,
  { inputs, plan }: { inputs: readonly ReplayInput[]; plan: string },
): Promise<'given' | 'busy'> {
  const subject = { kind: 'guest' as const, id: guest };
  const stored = await subjects.read(subject);
  if (stored === undefined) {
    const detail = { ...EMPTY_GUEST_RECORD, given: givenOf(inputs, plan, 1) };
    return (await subjects.insert({ ...freshRow(subject), detail })) === 'written' ? 'given' : 'busy';
  }
  const { value: row, etag } = stored;
  if (row.live) return 'busy';
  const detail = { ...guestRecord(row.detail), given: givenOf(inputs, plan, row.run + 1) };
  return (await subjects.replace({ ...row, detail }, etag)) === 'written' ? 'given' : 'busy';
}
