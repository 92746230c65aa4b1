import { EMPTY_GUEST_RECORD } from '../../shared/domain/guest-record';
import { sha256 } from '../../shared/domain/ids';
import { done } from '../../shared/domain/outcome';
import { runId } from '../../shared/domain/subject';
import type { SubjectRow } from '../../shared/domain/subject-row';
import type { ActivityInput } from '../contract';
import type { Act, FenceDeps } from './activity';

/**
 * Closes the run's row and says what is to be said: a hint now where one came in meanwhile, an alarm where
 * somebody must look again. Safe to repeat. A row that is no longer this execution's is left alone.
 */
export const closeSubject =
  ({ life, ledger, now }: FenceDeps): Act<'closeSubject'> =>
  async (input) => {
    const closed = await life.close(input.life, (row) => closingOf(row, input));
    if (!closed) return { kind: 'stale' };
    const run = runId(input.life.subject, input.life.run);
    await ledger.append({
      subject: input.life.subject,
      run,
      step: 'closeSubject',
      opId: sha256(`${run}\nclose`).slice(0, 32),
      at: now().toISOString(),
      outcome: 'closed',
      code: input.reason?.code ?? input.state,
      message: input.reason?.message ?? null,
      evidence: { state: input.state, wakeAt: input.wakeAt },
    });
    return done({ closed });
  };

function closingOf(row: SubjectRow, input: ActivityInput<'closeSubject'>) {
  const blank = row.subject.kind === 'guest' ? EMPTY_GUEST_RECORD : {};
  const kept = (input.detail ?? row.detail ?? blank) as Record<string, unknown>;
  return {
    state: input.state ?? row.state,
    wakeAt: input.wakeAt,
    partner: input.partner ?? row.partner,
    detail: input.state === null ? row.detail : { ...kept, reason: input.reason },
  };
}
