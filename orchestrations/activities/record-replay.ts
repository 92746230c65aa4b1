import { done, later } from '../../shared/domain/outcome';
import { finishPlan, type PlanRecord } from '../../shared/domain/plan-record';
import type { Audit } from '../../shared/state/audit';
import type { Act } from './activity';
import { readReplayState, type ReplayDeps } from './replay-state';

interface Deps extends ReplayDeps {
  audit: Audit;
  now: () => Date;
}

/** The replay has ended, through all its guests or stopped: the audit says with what result, then the plan. Safe to repeat. */
export const recordReplay =
  ({ audit, now, ...deps }: Deps): Act<'recordReplay'> =>
  async ({ life }) => {
    const plan = life.subject.id;
    const found = await readReplayState(deps, plan);
    if (found === undefined || found.record.value.start === null) return done({ isRecorded: false });
    const { record, wave } = found;
    const { changed, alreadyTrue, made, blocked, unconfirmed, failed, skipped, removals } = wave;
    const isAll = unconfirmed.length + failed.length === 0;
    await audit.append({
      opId: `end-replay-${plan}`,
      at: now().toISOString(),
      actor: { kind: 'service', id: 'runtime' },
      action: 'end-replay',
      target: `plan/${plan}`,
      plan,
      reason: record.value.start?.reason ?? null,
      ticket: record.value.start?.ticket ?? null,
      result: isAll ? 'done' : 'failed',
      detail: { changed, alreadyTrue, made, blocked, removals, unconfirmed, failed, skipped },
    });
    const remark = `${changed} changed, ${alreadyTrue} already as planned, ${unconfirmed.length} unconfirmed, ${failed.length} failed, ${skipped.length + blocked} left alone`;
    const after = finished(record.value, remark);
    if (after === record.value) return done({ isRecorded: true });
    const written = await deps.plans.replace(after, record.etag);
    return written === 'conflict' ? later('unavailable', 1) : done({ isRecorded: true });
  };

/** Whoever paused it at the last moment finds it finished: nobody is left to ask. What was stopped stays stopped. */
function finished(record: PlanRecord, remark: string): PlanRecord {
  const result = finishPlan(record.state === 'paused' ? { ...record, state: 'running' } : record, remark);
  return result.kind === 'ok' && record.state !== 'finished' ? result.record : record;
}
