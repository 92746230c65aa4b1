import { z } from 'zod';
import { planViewSchema } from '../../shared/domain/admin-api/offboarding-view';
import { hintFor } from '../../shared/domain/hint';
import { planIdSchema } from '../../shared/domain/plan';
import { pausePlan, resumePlan, stopPlan, type PlanRecord } from '../../shared/domain/plan-record';
import { partnerJob } from '../../shared/domain/partner-cut';
import type { AdminDeps } from './admin-deps';
import { planView } from './offboarding-plan-routes';
import { problem, type ProblemResponse } from './problem';
import { reply, route, type Reply } from './route';
import { NO_QUERY, reasonText, ticketText } from './route-schemas';

type Deps = Pick<AdminDeps, 'plans' | 'documents' | 'cursors' | 'stages' | 'hints'>;
type Transition = (record: PlanRecord, remark: string) => ReturnType<typeof resumePlan>;

/** One of the words that steer a plan that runs. */
const steer = (
  name: string,
  verb: 'pause' | 'resume' | 'stop',
  summary: string,
  change: Transition,
  after: (deps: Deps, record: PlanRecord) => Promise<void> = () => Promise.resolve(),
) =>
  route({
    name,
    method: 'POST',
    path: `offboarding-plans/{plan}/${verb}`,
    role: 'Gatehouse.Operator',
    summary,
    params: z.strictObject({ plan: planIdSchema }),
    query: NO_QUERY,
    body: z.strictObject({ reason: reasonText, ticket: ticketText.nullable().default(null) }),
    answer: planViewSchema,
    problems: ['not-found', 'conflict'],
    audit: ({ params, body: { reason, ticket } }) => ({
      action: `${verb}-plan`,
      target: `plan/${params.plan}`,
      plan: params.plan,
      reason,
      ticket: ticket ?? undefined,
    }),
    handle: async (
      { params, body, now },
      deps: Deps,
    ): Promise<Reply<z.input<typeof planViewSchema>> | ProblemResponse> => {
      const stored = await deps.plans.read(params.plan);
      if (stored === undefined) return problem('not-found', 'there is no plan of this id');
      const result = change(stored.value, body.reason);
      if (result.kind === 'refused') return problem('conflict', result.message, { code: result.code });
      if ((await deps.plans.replace(result.record, stored.etag)) === 'conflict')
        return problem('conflict', 'the plan changed at the same moment: ask again');
      await after(deps, result.record);
      const job = partnerJob(result.record.partner ?? '');
      await deps.hints.send([hintFor(job, `${verb}-${params.plan}-${now.toISOString()}`)]);
      return reply(await planView(deps, result.record));
    },
  });

/** A stopped plan names nobody any more: the partner stays cut, who was not reached keeps what it had. */
async function backToCut({ stages }: Deps, { id, partner }: PlanRecord): Promise<void> {
  for (;;) {
    const stored = await stages.read(partner ?? '');
    if (stored?.value.stage !== 'removing' || stored.value.plan?.id !== id) return;
    const after = { ...stored.value, stage: 'cut' as const };
    if ((await stages.put(after, stored.etag)) === 'written') return;
  }
}

export const planRunRoutes = [
  steer(
    'pauseOffboardingPlan',
    'pause',
    'Hints nobody more until it is resumed; who is under way ends.',
    pausePlan,
  ),
  steer('resumeOffboardingPlan', 'resume', 'Goes on with a paused plan.', resumePlan),
  steer(
    'stopOffboardingPlan',
    'stop',
    'Ends a plan for good. The partner stays cut; what was removed stays removed.',
    stopPlan,
    backToCut,
  ),
] as const;
