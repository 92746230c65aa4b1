import { z } from 'zod';
import { undoViewSchema } from '../../shared/domain/admin-api/undo-view';
import { hintFor } from '../../shared/domain/hint';
import { partnerJob } from '../../shared/domain/partner-cut';
import { pausePlan, resumePlan, stopPlan, type PlanRecord } from '../../shared/domain/plan-record';
import type { AdminDeps } from './admin-deps';
import { problem } from './problem';
import { readUndoPlan, undoView } from './read-undo-plan';
import { reply, route } from './route';
import { NO_QUERY, reasonText, ticketText } from './route-schemas';
import { NO_UNDO, ONE_UNDO } from './undo-routes';

type Deps = Pick<AdminDeps, 'plans' | 'documents' | 'cursors' | 'hints'>;
type Transition = (record: PlanRecord, remark: string) => ReturnType<typeof resumePlan>;

/** One of the words that steer an undo that runs. */
const steer = (name: string, verb: 'pause' | 'resume' | 'stop', summary: string, change: Transition) =>
  route({
    name,
    method: 'POST',
    path: `undos/{plan}/${verb}`,
    role: 'Gatehouse.Operator',
    summary,
    params: ONE_UNDO,
    query: NO_QUERY,
    body: z.strictObject({ reason: reasonText, ticket: ticketText.nullable().default(null) }),
    answer: undoViewSchema,
    problems: ['not-found', 'conflict'],
    audit: ({ params, body: { reason, ticket } }) => ({
      action: `${verb}-undo`,
      target: `plan/${params.plan}`,
      plan: params.plan,
      reason,
      ticket: ticket ?? undefined,
    }),
    handle: async ({ params, body, now }, deps: Deps) => {
      const found = await readUndoPlan(deps, params.plan);
      if (found === undefined) return problem('not-found', NO_UNDO);
      const result = change(found.value, body.reason);
      if (result.kind === 'refused') return problem('conflict', result.message, { code: result.code });
      if ((await deps.plans.replace(result.record, found.etag)) === 'conflict')
        return problem('conflict', 'the plan changed at the same moment: ask again');
      const job = partnerJob(result.record.partner ?? '');
      if (result.record.start !== null)
        await deps.hints.send([hintFor(job, `${verb}-undo-${params.plan}-${now.toISOString()}`)]);
      return reply(await undoView(deps, result.record, found.body));
    },
  });

export const undoRunRoutes = [
  steer('pauseUndo', 'pause', 'Asks no further guest until it is resumed; who is under way ends.', pausePlan),
  steer('resumeUndo', 'resume', 'Goes on with a paused undo.', resumePlan),
  steer('stopUndo', 'stop', 'Ends an undo for good: what was restored stays restored.', stopPlan),
] as const;
