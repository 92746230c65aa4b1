import { z } from 'zod';
import {
  replayProgressSchema,
  replaySummarySchema,
  replayViewSchema,
} from '../../shared/domain/admin-api/replay-view';
import { planRecordSchema } from '../../shared/domain/plan-record';
import { DEFAULT_HALT, replayHaltSchema } from '../../shared/domain/replay-halt';
import type { AdminDeps } from './admin-deps';
import { chooseReplayed, type ReplayTarget } from './choose-replayed';
import { planReplay, type PlanDeps } from './plan-replay';
import { ONE_PLAN, readPlanOf } from './plan-steering';
import { problem } from './problem';
import { NO_REPLAY, readOutcome, readReplay, replayView } from './read-replay';
import { reply, route } from './route';
import { fingerprintText, guidText, NO_PARAMS, NO_QUERY, partnerName } from './route-schemas';

/** More are planned in several plans: a plan is read by people, and approved by them. */
const MOST_GUESTS = 2_000;

const targetBody: z.ZodType<ReplayTarget> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fingerprint'), fingerprint: fingerprintText }),
  z.strictObject({ kind: z.literal('failure'), fingerprint: fingerprintText, key: z.string().max(200) }),
  z.strictObject({ kind: z.literal('guest'), guest: guidText }),
  z.strictObject({ kind: z.literal('partner'), partner: partnerName }),
]);

const targetText = (of: ReplayTarget): string =>
  of.kind === 'guest'
    ? `guest/${of.guest}`
    : of.kind === 'partner'
      ? `partner/${of.partner}`
      : `failure/${of.fingerprint}`;

const drawUpReplay = route({
  name: 'planReplay',
  method: 'POST',
  path: 'replays/plan',
  role: 'Gatehouse.Operator',
  summary: 'Plans a replay from the live tenant: nothing changes.',
  description:
    'Reads the tenant now, in batches, and freezes what would be done for each guest: already true, will create, will remove, blocked because. The plan is named by the hash of its content and expires after four hours.',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: z.strictObject({
    of: targetBody,
    halt: z.strictObject(replayHaltSchema.shape).default(DEFAULT_HALT),
  }),
  answer: replaySummarySchema,
  success: 201,
  problems: ['not-found', 'conflict', 'tenant-refused', 'unavailable'],
  audit: ({ body }) => ({ action: 'plan-replay', target: targetText(body.of) }),
  handle: async ({ body: { of, halt }, caller, now }, deps: PlanDeps & Pick<AdminDeps, 'failures'>) => {
    const { guests, others } = await chooseReplayed(deps, of);
    if (guests.size === 0) {
      const rest =
        others.length > 0
          ? `; what it stopped is no guest (${others.slice(0, 3).join(', ')}): that is looked at again by itself`
          : '';
      return problem('not-found', `no open failure of a guest fits${rest}`);
    }
    if (guests.size > MOST_GUESTS)
      return problem(
        'conflict',
        `${guests.size} guests fit, ${MOST_GUESTS} are planned at once: plan by partner or cause`,
      );
    const partner = of.kind === 'partner' ? partnerName.parse(of.partner) : null;
    const summary = await planReplay(deps, guests, { by: caller.objectId, at: now, partner, halt });
    return reply(summary, { status: 201 });
  },
});

const listReplays = route({
  name: 'listReplays',
  method: 'GET',
  path: 'replays',
  role: 'Gatehouse.Reader',
  summary: 'Plans of replays and how far each is, the newest first.',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: null,
  answer: z.object({ replays: z.array(planRecordSchema) }),
  handle: async (_request, { plans }: Pick<AdminDeps, 'plans'>) => {
    const all = (await plans.list()).filter(({ kind }) => kind === 'replay');
    return reply({ replays: all.sort((a, b) => b.createdAt.localeCompare(a.createdAt)).slice(0, 200) });
  },
});

const showReplay = route({
  name: 'showReplay',
  method: 'GET',
  path: 'replays/{plan}',
  role: 'Gatehouse.Reader',
  summary: 'One plan of a replay with every guest and step, and how far it is.',
  params: ONE_PLAN,
  query: NO_QUERY,
  body: null,
  answer: replayViewSchema,
  problems: ['not-found'],
  handle: async ({ params }, deps: Pick<AdminDeps, 'plans' | 'documents' | 'cursors'>) => {
    const found = await readReplay(deps, params.plan);
    if (found === undefined) return problem('not-found', NO_REPLAY);
    return reply(await replayView(deps, found.value, found));
  },
});

const showProgress = route({
  name: 'showReplayProgress',
  method: 'GET',
  path: 'replays/{plan}/progress',
  role: 'Gatehouse.Reader',
  summary: 'How far the run of a replay is, without its plan.',
  params: ONE_PLAN,
  query: NO_QUERY,
  body: null,
  answer: replayProgressSchema,
  problems: ['not-found'],
  handle: async ({ params }, deps: Pick<AdminDeps, 'plans' | 'cursors'>) => {
    const stored = await readPlanOf(deps, 'replay', params.plan);
    if (stored === undefined) return problem('not-found', NO_REPLAY);
    return reply({ record: stored.value, outcome: await readOutcome(deps, params.plan) });
  },
});

export const replayRoutes = [drawUpReplay, listReplays, showReplay, showProgress] as const;
