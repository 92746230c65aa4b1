import { z } from 'zod';
import { hintFor } from '../../shared/domain/hint';
import { planIdSchema, type PlanBody } from '../../shared/domain/plan';
import { approvePlan, type PlanRecord, type PlanTransition } from '../../shared/domain/plan-record';
import type { Subject } from '../../shared/domain/subject';
import type { Versioned } from '../../shared/state/subjects';
import type { AdminDeps } from './admin-deps';
import { problem, type ProblemResponse } from './problem';
import { reply, route } from './route';
import { hashText, NO_QUERY, reasonText, ticketText } from './route-schemas';

export type SteerDeps = Pick<AdminDeps, 'plans' | 'documents' | 'cursors' | 'stages' | 'hints'>;

/** A kind of plan that people approve and steer. */
export interface SteeredPlan<A extends z.ZodType> {
  kind: PlanBody['kind'];
  /** Below `/api/`. */
  path: string;
  answer: A;
  view(deps: SteerDeps, record: PlanRecord): Promise<z.input<A>>;
  /** Whose job runs the plan. */
  job(record: PlanRecord): Subject;
}

export const ONE_PLAN = z.strictObject({ plan: planIdSchema });
/** Why somebody starts or steers a plan. */
export const WHY = { reason: reasonText, ticket: ticketText.nullable().default(null) };

/** The plan's record; undefined = there is none of this kind: a plan of another kind is not steered from here. */
export async function readPlanOf(
  { plans }: Pick<AdminDeps, 'plans'>,
  kind: PlanBody['kind'],
  id: string,
): Promise<Versioned<PlanRecord> | undefined> {
  const stored = await plans.read(id);
  return stored?.value.kind === kind ? stored : undefined;
}

/** Stores what a transition made of the record; a problem where it was refused, or somebody else was faster. */
export async function storeTransition(
  { plans }: Pick<AdminDeps, 'plans'>,
  result: PlanTransition,
  etag: string,
): Promise<{ record: PlanRecord } | ProblemResponse> {
  if (result.kind === 'refused') return problem('conflict', result.message, { code: result.code });
  if ((await plans.replace(result.record, etag)) === 'written') return { record: result.record };
  return problem('conflict', 'somebody else changed the plan at the same moment: read it again', {
    code: 'changed-meanwhile',
  });
}

/** `POST …/{plan}/approve`: a second person approves exactly this content. */
export const approveRoute = <A extends z.ZodType>(of: SteeredPlan<A>, name: string) =>
  route({
    name,
    method: 'POST',
    path: `${of.path}/{plan}/approve`,
    role: 'Gatehouse.Approver',
    summary: 'Approves exactly this content. Who drew the plan up cannot.',
    params: ONE_PLAN,
    query: NO_QUERY,
    body: z.strictObject({ hash: hashText }),
    answer: of.answer,
    problems: ['not-found', 'conflict'],
    audit: ({ params, body }) => ({
      action: 'approve-plan',
      target: `plan/${params.plan}`,
      plan: params.plan,
      detail: { hash: body.hash },
    }),
    handle: async ({ params, body, caller, now }, deps: SteerDeps) => {
      const stored = await readPlanOf(deps, of.kind, params.plan);
      if (stored === undefined) return problem('not-found', 'there is no plan of this id');
      const deed = { by: caller.objectId, at: now.toISOString() };
      const result = await storeTransition(deps, approvePlan(stored.value, deed, body.hash), stored.etag);
      return 'problem' in result ? result : reply(await of.view(deps, result.record));
    },
  });

/** One of the words that steer a plan that runs; the plan's job is hinted after it. */
export const steerRoute = <A extends z.ZodType>(
  of: SteeredPlan<A>,
  word: { name: string; verb: 'pause' | 'resume' | 'stop'; summary: string },
  change: (record: PlanRecord, remark: string) => PlanTransition,
  after: (deps: SteerDeps, record: PlanRecord) => Promise<void> = () => Promise.resolve(),
) =>
  route({
    name: word.name,
    method: 'POST',
    path: `${of.path}/{plan}/${word.verb}`,
    role: 'Gatehouse.Operator',
    summary: word.summary,
    params: ONE_PLAN,
    query: NO_QUERY,
    body: z.strictObject(WHY),
    answer: of.answer,
    problems: ['not-found', 'conflict'],
    audit: ({ params, body: { reason, ticket } }) => ({
      action: `${word.verb}-plan`,
      target: `plan/${params.plan}`,
      plan: params.plan,
      reason,
      ticket: ticket ?? undefined,
    }),
    handle: async ({ params, body, now }, deps: SteerDeps) => {
      const stored = await readPlanOf(deps, of.kind, params.plan);
      if (stored === undefined) return problem('not-found', 'there is no plan of this id');
      const result = await storeTransition(deps, change(stored.value, body.reason), stored.etag);
      if ('problem' in result) return result;
      await after(deps, result.record);
      const cause = `${word.verb}-${params.plan}-${now.toISOString()}`;
      await deps.hints.send([hintFor(of.job(result.record), cause)]);
      return reply(await of.view(deps, result.record));
    },
  });
