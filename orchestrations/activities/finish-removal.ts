import { done, later } from '../../shared/domain/outcome';
import { finishPlan, type PlanRecord } from '../../shared/domain/plan-record';
import type { Audit } from '../../shared/state/audit';
import type { Cursors } from '../../shared/state/cursors';
import type { Documents } from '../../shared/state/documents';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Plans } from '../../shared/state/plans';
import type { Versioned } from '../../shared/state/subjects';
import type { Act } from './activity';
import { changeStage } from './change-stage';
import { readPlanList } from './plan-list';

interface Deps {
  stages: PartnerStages;
  plans: Plans;
  cursors: Cursors;
  documents: Documents;
  audit: Audit;
  now: () => Date;
}

/** The plan is finished and the partner removed, and the audit says so, with what failed and was skipped. Safe to repeat. */
export const finishRemoval =
  (deps: Deps): Act<'finishRemoval'> =>
  async ({ partner }) => {
    const found = await readPlanList(deps, partner);
    const record = found && (await deps.plans.read(found.plan.id));
    if (found === undefined || record === undefined) return done({ isFinished: false });
    if (record.value.state === 'stopped') return done({ isFinished: false });
    const { done: removed, failed, skipped, appeared } = found.wave;
    const remark = `${removed} removed, ${failed.length} failed, ${skipped.length} skipped, ${appeared.length} not in the plan`;
    if ((await finish(deps.plans, record, remark)) === 'conflict') return later('unavailable', 1);
    const at = deps.now().toISOString();
    await deps.audit.append({
      opId: `finish-${found.plan.id}`,
      at,
      actor: { kind: 'service', id: 'runtime' },
      action: 'finish-offboarding',
      target: `partner/${partner}`,
      plan: found.plan.id,
      reason: null,
      ticket: record.value.start?.ticket ?? null,
      result: failed.length === 0 ? 'done' : 'failed',
      detail: { removed, failed, skipped, appeared },
    });
    await changeStage(deps.stages, partner, (stage) =>
      stage.stage === 'removing' ? { ...stage, stage: 'removed', removedAt: at } : stage,
    );
    return done({ isFinished: true });
  };

/** Whoever paused it at the last moment finds it finished: nobody is left to wait for. */
async function finish(plans: Plans, { value, etag }: Versioned<PlanRecord>, remark: string) {
  const finished = finishPlan(value.state === 'paused' ? { ...value, state: 'running' } : value, remark);
  if (finished.kind === 'refused' || finished.record === value) return 'written';
  return plans.replace(finished.record, etag);
}
