import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { planViewSchema, type PlanView } from '../../shared/domain/admin-api/offboarding-view';
import { offboardingFactsSchema } from '../../shared/domain/offboarding-plan';
import { partnerJob } from '../../shared/domain/partner-cut';
import { planBodySchema } from '../../shared/domain/plan';
import { startPlan, type PlanRecord } from '../../shared/domain/plan-record';
import { removalWaveSchema, waveCursor } from '../../shared/domain/removal-wave';
import { drawPlan } from '../offboarding/draw-plan';
import { readPlanBody, startRemoval } from '../offboarding/start-removal';
import type { AdminDeps } from './admin-deps';
import { approveRoute, ONE_PLAN, readPlanOf, storeTransition, WHY, type SteeredPlan } from './plan-steering';
import { problem } from './problem';
import { reply, route } from './route';
import { hashText, NO_QUERY, partnerName } from './route-schemas';

type Deps = Pick<
  AdminDeps,
  | 'partners'
  | 'subjects'
  | 'hosts'
  | 'partnerTenant'
  | 'desktops'
  | 'plans'
  | 'documents'
  | 'cursors'
  | 'stages'
  | 'hints'
  | 'audit'
  | 'now'
>;

/** A plan as it is shown. */
export async function planView(
  deps: Pick<Deps, 'documents' | 'cursors'>,
  record: PlanRecord,
): Promise<PlanView> {
  const { facts } = await readPlanBody(deps, record.hash);
  const stored = await deps.cursors.read(waveCursor(record.id));
  const wave = stored && removalWaveSchema.parse(stored.value.detail);
  const { failed = [], skipped = [], appeared = [] } = wave ?? {};
  return { ...record, facts: offboardingFactsSchema.parse(facts), failed, skipped, appeared };
}

/** The plan of an offboarding, as one that is approved and steered. */
export const OFFBOARDING: SteeredPlan<typeof planViewSchema> = {
  kind: 'offboarding',
  path: 'offboarding-plans',
  answer: planViewSchema,
  view: planView,
  job: ({ partner }) => partnerJob(partner ?? ''),
};

const drawPlanRoute = route({
  name: 'planOffboarding',
  method: 'POST',
  path: 'partners/{partner}/offboarding-plans',
  role: 'Gatehouse.Operator',
  summary: 'Draws up what an offboarding of the partner would do; changes nothing. The plan lives 24 hours.',
  params: z.strictObject({ partner: partnerName }),
  query: NO_QUERY,
  body: z.strictObject({
    /** Ends the grace periods of the Cloud PCs it takes away: they are deleted at once, for good. */
    endGrace: z.boolean().default(false),
  }),
  answer: planViewSchema,
  success: 201,
  problems: ['not-found', 'unavailable', 'tenant-refused'],
  audit: ({ params }) => ({ action: 'plan-offboarding', target: `partner/${params.partner}` }),
  handle: async ({ params, body, caller }, deps: Deps) => {
    const policy = (await deps.partners.read(params.partner))?.value;
    if (policy === undefined) return problem('not-found', 'no partner of this name has a policy');
    const record = await drawPlan(deps, policy, {
      id: randomUUID(),
      by: caller.objectId,
      endsGrace: body.endGrace,
    });
    return reply(await planView(deps, record), { status: 201 });
  },
});

const showPlan = route({
  name: 'showOffboardingPlan',
  method: 'GET',
  path: 'offboarding-plans/{plan}',
  role: 'Gatehouse.Reader',
  summary: 'A plan: what it would do in figures, who approved it, how far its run is.',
  params: ONE_PLAN,
  query: NO_QUERY,
  body: null,
  answer: planViewSchema,
  problems: ['not-found'],
  handle: async ({ params }, deps: Pick<Deps, 'plans' | 'documents' | 'cursors'>) => {
    const stored = await readPlanOf(deps, 'offboarding', params.plan);
    if (stored === undefined) return problem('not-found', 'there is no plan of this id');
    return reply(await planView(deps, stored.value));
  },
});

const showPlanBody = route({
  name: 'showOffboardingPlanBody',
  method: 'GET',
  path: 'offboarding-plans/{plan}/body',
  role: 'Gatehouse.Reader',
  summary: 'The frozen plan: every guest and every step. Its SHA-256 is its hash.',
  params: ONE_PLAN,
  query: NO_QUERY,
  body: null,
  answer: planBodySchema,
  problems: ['not-found'],
  handle: async ({ params }, deps: Pick<Deps, 'plans' | 'documents'>) => {
    const stored = await readPlanOf(deps, 'offboarding', params.plan);
    if (stored === undefined) return problem('not-found', 'there is no plan of this id');
    return reply(await readPlanBody(deps, stored.value.hash));
  },
});

const run = route({
  name: 'runOffboardingPlan',
  method: 'POST',
  path: 'offboarding-plans/{plan}/run',
  role: 'Gatehouse.Operator',
  summary: 'Runs an approved plan, once: cut, then every guest removed by its own run.',
  params: ONE_PLAN,
  query: NO_QUERY,
  body: z.strictObject({ hash: hashText, ...WHY }),
  answer: planViewSchema,
  problems: ['not-found', 'conflict'],
  audit: ({ params, body: { hash, reason, ticket } }) => ({
    action: 'run-plan',
    target: `plan/${params.plan}`,
    plan: params.plan,
    reason,
    ticket: ticket ?? undefined,
    detail: { hash },
  }),
  handle: async ({ params, body, caller, now }, deps: Deps) => {
    const stored = await readPlanOf(deps, 'offboarding', params.plan);
    if (stored === undefined) return problem('not-found', 'there is no plan of this id');
    const running = (await deps.stages.read(stored.value.partner ?? ''))?.value;
    if (running?.stage === 'removing' && running.plan?.id !== params.plan)
      return problem('conflict', 'another plan of this partner runs: stop it first');
    const at = now.toISOString();
    const started = startPlan(stored.value, { by: caller.objectId, at }, body);
    const result = await storeTransition(deps, started, stored.etag);
    if ('problem' in result) return result;
    await startRemoval(deps, result.record, at);
    return reply(await planView(deps, result.record));
  },
});

export const offboardingPlanRoutes = [
  drawPlanRoute,
  showPlan,
  showPlanBody,
  approveRoute(OFFBOARDING, 'approveOffboardingPlan'),
  run,
] as const;
