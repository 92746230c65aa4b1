import type { Metrics } from '../../shared/clients/metrics';
import { EMPTY_GUEST_RECORD, type GuestRecord } from '../../shared/domain/guest-record';
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
  ({ life, ledger, now, metrics }: FenceDeps & { metrics: Pick<Metrics, 'record'> }): Act<'closeSubject'> =>
  async (input) => {
    const firstReady: { seconds: number | null } = { seconds: null };
    const closed = await life.close(input.life, (row) => {
      firstReady.seconds = firstReadySeconds(row, input);
      return closingOf(row, input, now().toISOString());
    });
    if (!closed) return { kind: 'stale' };
    if (firstReady.seconds !== null) metrics.record('gatehouse.accepted_to_ready', firstReady.seconds);
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

/** How long it took, where this look is the one that found the guest ready; null for every other look. */
function firstReadySeconds(row: SubjectRow, input: ActivityInput<'closeSubject'>): number | null {
  if (row.subject.kind !== 'guest' || input.state !== 'ready') return null;
  const before = (row.detail ?? EMPTY_GUEST_RECORD) as Partial<GuestRecord>;
  const after = (input.detail ?? {}) as Partial<GuestRecord>;
  return before.readyAt === after.readyAt ? null : (after.acceptedToReadySeconds ?? null);
}

function closingOf(row: SubjectRow, input: ActivityInput<'closeSubject'>, at: string) {
  const blank = row.subject.kind === 'guest' ? EMPTY_GUEST_RECORD : {};
  const kept = (input.detail ?? row.detail ?? blank) as Record<string, unknown>;
  return {
    state: input.state ?? row.state,
    wakeAt: input.wakeAt,
    partner: input.partner ?? row.partner,
    detail: input.state === null ? row.detail : { ...kept, reason: reasonSince(row, input, at) },
  };
}

/** Since when it waits for the same reason: who has waited longest comes first where there is enough for some only. */
function reasonSince({ detail }: SubjectRow, { reason }: ActivityInput<'closeSubject'>, at: string) {
  if (reason === null) return null;
  const before = (detail as Partial<GuestRecord> | null)?.reason;
  return { ...reason, since: before?.code === reason.code ? (before.since ?? at) : at };
}
