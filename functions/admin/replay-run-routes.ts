import { z } from 'zod';
import { replayViewSchema } from '../../shared/domain/admin-api/replay-view';
import { hintFor } from '../../shared/domain/hint';
import { pausePlan, resumePlan, startPlan, stopPlan } from '../../shared/domain/plan-record';
import { replayInputsSchema } from '../../shared/domain/replay-inputs';
import type { AdminDeps } from './admin-deps';
import { checkInputs } from './check-inputs';
import { findMoved } from './find-moved';
import { approveRoute, ONE_PLAN, steerRoute, storeTransition, WHY, type SteeredPlan } from './plan-steering';
import { problem } from './problem';
import { NO_REPLAY, readFrozen, readReplay, replayView } from './read-replay';
import { reply, route } from './route';
import { hashText, NO_QUERY } from './route-schemas';

/** The plan of a replay, as one that is approved and steered. */
const REPLAY: SteeredPlan<typeof replayViewSchema> = {
  kind: 'replay',
  path: 'replays',
  answer: replayViewSchema,
  view: async (deps, record) => replayView(deps, record, await readFrozen(deps, record)),
  job: ({ id }) => ({ kind: 'replay', id }),
};

/** Should the process die between the start and the word about it, the job wakes by this. */
const ALARM_MS = 60_000;

type RunDeps = Pick<
  AdminDeps,
  'plans' | 'documents' | 'cursors' | 'hints' | 'liveGuests' | 'desktops' | 'hosts'
>;

const refusalText = ({ message, allowed }: { message: string; allowed: string[] }) =>
  allowed.length === 0
    ? `${message}: nothing was changed`
    : `${message}; possible now: ${allowed.join(', ')}`;

const run = route({
  name: 'runReplay',
  method: 'POST',
  path: 'replays/{plan}/run',
  role: 'Gatehouse.Operator',
  summary: 'Runs a plan, once: every guest is read again, and asked only where nothing moved.',
  description:
    'Asks one guest, then ten, then the rest, and counts a guest as resolved when its state was observed. Refused, naming the difference, where every guest moved since the plan. Halts by itself as the plan says.',
  params: ONE_PLAN,
  query: NO_QUERY,
  body: z.strictObject({ hash: hashText, ...WHY, inputs: replayInputsSchema.default({}) }),
  answer: replayViewSchema,
  problems: ['not-found', 'conflict', 'tenant-refused', 'unavailable'],
  audit: ({ params, body: { hash, reason, ticket } }) => ({
    action: 'run-plan',
    target: `plan/${params.plan}`,
    plan: params.plan,
    reason,
    ticket: ticket ?? undefined,
    detail: { hash },
  }),
  handle: async ({ params, body, caller, now }, deps: RunDeps) => {
    const found = await readReplay(deps, params.plan);
    if (found === undefined) return problem('not-found', NO_REPLAY);
    const deed = { by: caller.objectId, at: now.toISOString() };
    const possible = startPlan(found.value, deed, { ...body, inputs: [] });
    if (possible.kind === 'refused') return problem('conflict', possible.message, { code: possible.code });
    const moved = await findMoved(deps, found);
    if (moved !== undefined) return problem('conflict', moved.message, moved.extra);
    const given = await checkInputs(deps, found, body.inputs);
    if ('message' in given)
      return problem('conflict', refusalText(given), { code: 'input-refused', allowed: given.allowed });
    const { inputs } = given;
    const started = startPlan(found.value, deed, { ...body, inputs });
    const job = hintFor(REPLAY.job(found.value), `run-${params.plan}`);
    await deps.hints.send(
      [{ ...job, hintId: `${job.hintId}-alarm` }],
      new Date(now.getTime() + ALARM_MS).toISOString(),
    );
    const result = await storeTransition(deps, started, found.etag);
    if ('problem' in result) return result;
    await deps.hints.send([job]);
    const view = await replayView(deps, result.record, found);
    return reply(view, { audited: { detail: { inputs } } });
  },
});

export const replayRunRoutes = [
  run,
  approveRoute(REPLAY, 'approveReplay'),
  steerRoute(
    REPLAY,
    {
      name: 'pauseReplay',
      verb: 'pause',
      summary: 'Asks nobody more until it is resumed; who is under way ends.',
    },
    pausePlan,
  ),
  steerRoute(
    REPLAY,
    { name: 'resumeReplay', verb: 'resume', summary: 'Goes on with a paused replay.' },
    resumePlan,
  ),
  steerRoute(
    REPLAY,
    { name: 'stopReplay', verb: 'stop', summary: 'Ends a replay for good; what was done stays done.' },
    stopPlan,
  ),
] as const;
