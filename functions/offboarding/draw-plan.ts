import { offboardingPlan } from '../../shared/domain/offboarding-plan';
import type { PartnerPolicy } from '../../shared/domain/partner-policy';
import { planHash, planText } from '../../shared/domain/plan';
import type { PlanRecord } from '../../shared/domain/plan-record';
import type { Documents } from '../../shared/state/documents';
import type { Plans } from '../../shared/state/plans';
import { seePartner, type SeeDeps } from './see-partner';

export interface DrawDeps extends SeeDeps {
  plans: Plans;
  documents: Documents;
  now: () => Date;
}

/**
 * Draws up what an offboarding of the partner would do and freezes it under `id`; changes nothing in the tenant. `by`:
 * object id of who asks, or `service`. A plan of that id that is there already is given back: safe to repeat.
 */
export async function drawPlan(
  deps: DrawDeps,
  policy: PartnerPolicy,
  { id, by, endsGrace = false }: { id: string; by: string; endsGrace?: boolean },
): Promise<PlanRecord> {
  const before = await deps.plans.read(id);
  if (before !== undefined) return before.value;
  const body = offboardingPlan(await seePartner(deps, policy), by, deps.now().toISOString(), endsGrace);
  await deps.documents.put(planText(body));
  const record: PlanRecord = {
    id,
    kind: 'offboarding',
    partner: policy.partner,
    hash: planHash(body),
    createdBy: body.createdBy,
    createdAt: body.createdAt,
    expiresAt: body.expiresAt,
    needsApproval: true,
    endsGrace,
    state: 'proposed',
    approval: null,
    start: null,
    remark: null,
    progress: { total: body.subjects.length, done: 0, unconfirmed: 0, failed: 0, skipped: 0 },
  };
  await deps.plans.insert(record);
  return record;
}
