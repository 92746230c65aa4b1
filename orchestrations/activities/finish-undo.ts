import { done, later } from '../../shared/domain/outcome';
import { finishPlan, type PlanRecord } from '../../shared/domain/plan-record';
import { partnerUndoCursor, partnerUndoSchema } from '../../shared/domain/undo-instruction';
import { FIRST_UNDO_WAVE, undoWaveCursor, undoWaveSchema } from '../../shared/domain/undo-wave';
import type { Audit } from '../../shared/state/audit';
import type { Cursors } from '../../shared/state/cursors';
import type { Plans } from '../../shared/state/plans';
import type { Versioned } from '../../shared/state/subjects';
import type { Act } from './activity';

interface Deps {
  plans: Plans;
  cursors: Cursors;
  audit: Audit;
  now: () => Date;
}

/**
 * The undo is over: its plan is finished unless somebody stopped it, the audit says how it ended, and the partner is
 * free for another. Safe to repeat.
 */
export const finishUndo =
  (deps: Deps): Act<'finishUndo'> =>
  async ({ partner, plan }) => {
    const record = await deps.plans.read(plan);
    if (record !== undefined && !(await isClosed(deps, record, partner))) return later('unavailable', 1);
    const name = partnerUndoCursor(partner);
    const stored = await deps.cursors.read(name);
    if (stored === undefined || partnerUndoSchema.parse(stored.value.detail).plan !== plan)
      return done({ isFinished: true });
    const cursor = { name, savedAt: deps.now().toISOString(), detail: { plan: null } };
    const saved = await deps.cursors.save(cursor, stored.etag);
    return saved === 'conflict' ? later('unavailable', 1) : done({ isFinished: true });
  };

/** False = somebody else wrote the record at the same moment. */
async function isClosed(deps: Deps, record: Versioned<PlanRecord>, partner: string): Promise<boolean> {
  const { value } = record;
  const stored = await deps.cursors.read(undoWaveCursor(value.id));
  const { done: restored, failed } = stored ? undoWaveSchema.parse(stored.value.detail) : FIRST_UNDO_WAVE;
  const remark = `${restored} restored, ${failed.length} failed`;
  if ((await finish(deps, record, remark)) === 'conflict') return false;
  await deps.audit.append({
    opId: `finish-undo-${value.id}`,
    at: deps.now().toISOString(),
    actor: { kind: 'service', id: 'runtime' },
    action: 'finish-undo',
    target: `partner/${partner}`,
    plan: value.id,
    reason: value.start?.reason ?? null,
    ticket: value.start?.ticket ?? null,
    result: failed.length === 0 ? 'done' : 'failed',
    detail: { isStopped: value.state === 'stopped', restored, failed },
  });
  return true;
}

/** Whoever paused it at the last moment finds it finished; what was stopped stays so. */
async function finish({ plans }: Deps, { value, etag }: Versioned<PlanRecord>, remark: string) {
  const finished = finishPlan(value.state === 'paused' ? { ...value, state: 'running' } : value, remark);
  if (finished.kind === 'refused' || finished.record === value) return 'written';
  return plans.replace(finished.record, etag);
}
