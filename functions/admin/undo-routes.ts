import { z } from 'zod';
import { undoViewSchema } from '../../shared/domain/admin-api/undo-view';
import { planIdSchema } from '../../shared/domain/plan';
import { approvePlan, planRecordSchema } from '../../shared/domain/plan-record';
import type { AdminDeps } from './admin-deps';
import { chooseUndone, type ChooseDeps } from './choose-undone';
import { planUndo, type PlanUndoDeps } from './plan-undo';
import { problem } from './problem';
import { readUndoPlan, undoView } from './read-undo-plan';
import { runText } from './receipt-routes';
import { reply, route } from './route';
import { hashText, NO_PARAMS, NO_QUERY, reasonText, ticketText } from './route-schemas';
import { startUndo, type StartUndoDeps } from './start-undo';

export const ONE_UNDO = z.strictObject({ plan: planIdSchema });
export const NO_UNDO = 'there is no plan of an undo of this id';
type ReadDeps = Pick<AdminDeps, 'plans' | 'documents' | 'cursors'>;

const drawUp = route({
  name: 'planUndo',
  method: 'POST',
  path: 'undos/plan',
  role: 'Gatehouse.Operator',
  summary:
    'Plans the undo of runs of a guest, or of a whole offboarding plan, from the live tenant: nothing changes.',
  description:
    'Freezes for each change what an undo would do: restore it, nothing (already so), or why it cannot be undone. An undo that the guest’s next look would change back is blocked, with the fix. The plan expires after four hours.',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: z.strictObject({ of: z.array(runText).min(1).max(20) }),
  answer: undoViewSchema,
  success: 201,
  problems: ['not-found', 'conflict', 'tenant-refused', 'unavailable'],
  audit: ({ body }) => ({ action: 'plan-undo', target: body.of.map((run) => `run/${run}`).join(' ') }),
  handle: async ({ body, caller, now }, deps: ChooseDeps & PlanUndoDeps & ReadDeps) => {
    const chosen = await chooseUndone(deps, body.of);
    if ('problem' in chosen) return chosen;
    const { record, body: frozen } = await planUndo(deps, chosen, { by: caller.objectId, at: now });
    return reply(await undoView(deps, record, frozen), {
      status: 201,
      audited: { detail: { plan: record.id } },
    });
  },
});

const listUndos = route({
  name: 'listUndos',
  method: 'GET',
  path: 'undos',
  role: 'Gatehouse.Reader',
  summary: 'Plans of undos and how far each is, the newest first.',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: null,
  answer: z.object({ undos: z.array(planRecordSchema) }),
  handle: async (_request, { plans }: Pick<AdminDeps, 'plans'>) => {
    const all = (await plans.list()).filter(({ kind }) => kind === 'undo');
    return reply({ undos: all.sort((a, b) => b.createdAt.localeCompare(a.createdAt)).slice(0, 200) });
  },
});

const showUndo = route({
  name: 'showUndo',
  method: 'GET',
  path: 'undos/{plan}',
  role: 'Gatehouse.Reader',
  summary: 'One plan of an undo with every guest and step, and how far it is.',
  params: ONE_UNDO,
  query: NO_QUERY,
  body: null,
  answer: undoViewSchema,
  problems: ['not-found'],
  handle: async ({ params }, deps: ReadDeps) => {
    const found = await readUndoPlan(deps, params.plan);
    if (found === undefined) return problem('not-found', NO_UNDO);
    return reply(await undoView(deps, found.value, found.body));
  },
});

const approve = route({
  name: 'approveUndo',
  method: 'POST',
  path: 'undos/{plan}/approve',
  role: 'Gatehouse.Approver',
  summary: 'Approves exactly this content. Who drew the plan up cannot.',
  params: ONE_UNDO,
  query: NO_QUERY,
  body: z.strictObject({ hash: hashText }),
  answer: undoViewSchema,
  problems: ['not-found', 'conflict'],
  audit: ({ params, body }) => ({
    action: 'approve-undo',
    target: `plan/${params.plan}`,
    plan: params.plan,
    detail: { hash: body.hash },
  }),
  handle: async ({ params, body, caller, now }, deps: ReadDeps) => {
    const found = await readUndoPlan(deps, params.plan);
    if (found === undefined) return problem('not-found', NO_UNDO);
    const result = approvePlan(found.value, { by: caller.objectId, at: now.toISOString() }, body.hash);
    if (result.kind === 'refused') return problem('conflict', result.message, { code: result.code });
    if ((await deps.plans.replace(result.record, found.etag)) === 'conflict')
      return problem('conflict', 'somebody else changed the plan at the same moment: read it again');
    return reply(await undoView(deps, result.record, found.body));
  },
});

const run = route({
  name: 'runUndo',
  method: 'POST',
  path: 'undos/{plan}/run',
  role: 'Gatehouse.Operator',
  summary:
    'Runs a frozen undo, once: exactly its steps, each guest by its own run. Refuses where the tenant moved.',
  description:
    'An undo that restores or ends an account, or more than five guests, needs the approval of another person first.',
  params: ONE_UNDO,
  query: NO_QUERY,
  body: z.strictObject({ hash: hashText, reason: reasonText, ticket: ticketText.nullable().default(null) }),
  answer: undoViewSchema,
  problems: ['not-found', 'conflict', 'tenant-refused', 'unavailable'],
  audit: ({ params, body: { hash, reason, ticket } }) => ({
    action: 'run-undo',
    target: `plan/${params.plan}`,
    plan: params.plan,
    reason,
    ticket: ticket ?? undefined,
    detail: { hash },
  }),
  handle: async ({ params, body, caller, now }, deps: StartUndoDeps) => {
    const found = await readUndoPlan(deps, params.plan);
    if (found === undefined) return problem('not-found', NO_UNDO);
    const started = await startUndo(deps, found, { by: caller.objectId, at: now, ...body });
    if ('problem' in started) return started;
    return reply(await undoView(deps, started, found.body));
  },
});

export const undoRoutes = [drawUp, listUndos, showUndo, approve, run] as const;
