import { z } from 'zod';
import {
  guestReceiptsSchema,
  runReceiptsSchema,
  type GuestReceipts,
} from '../../shared/domain/admin-api/receipts-view';
import { namedRun } from '../../shared/domain/run-name';
import type { RunReceipt } from '../../shared/domain/run-receipts';
import type { AdminDeps } from './admin-deps';
import { chooseUndone, type ChooseDeps } from './choose-undone';
import { gatherReceipts, type GatherDeps } from './gather-receipts';
import { problem } from './problem';
import { reply, route } from './route';
import { guestIdText, NO_QUERY } from './route-schemas';

/** `guest-<id>-<number>`, a run of another kind, or a plan's id. */
export const runText = z
  .string()
  .max(80)
  .refine(
    (text) => namedRun(text) !== undefined,
    'must be a run, as guest-<id>-<number>, or the id of a plan',
  );

const listReceipts = route({
  name: 'listGuestReceipts',
  method: 'GET',
  path: 'guests/{id}/receipts',
  role: 'Gatehouse.Reader',
  summary: 'What runs changed for a guest, run by run, the newest run first.',
  params: z.strictObject({ id: guestIdText }),
  query: NO_QUERY,
  body: null,
  answer: guestReceiptsSchema,
  problems: ['not-found'],
  handle: async ({ params: { id } }, deps: GatherDeps) => {
    const found = (await gatherReceipts(deps, [id])).get(id);
    if (found?.row === undefined) return problem('not-found', 'no guest of this id was ever seen');
    return reply({ guest: id, partner: found.row.partner, runs: byRun(found.changes) });
  },
});

function byRun(changes: readonly RunReceipt[]): GuestReceipts['runs'] {
  const runs = new Map<string, RunReceipt[]>();
  for (const change of changes) runs.set(change.run, [...(runs.get(change.run) ?? []), change]);
  return [...runs].map(([run, all]) => ({ run, at: all[0]?.at ?? '', changes: all })).reverse();
}

const showReceipts = route({
  name: 'showRunReceipts',
  method: 'GET',
  path: 'runs/{run}/receipts',
  role: 'Gatehouse.Reader',
  summary:
    'What one run, or one offboarding plan, changed: before, after, and until when it can be restored.',
  params: z.strictObject({ run: runText }),
  query: NO_QUERY,
  body: null,
  answer: runReceiptsSchema,
  problems: ['not-found', 'conflict'],
  handle: async ({ params }, deps: ChooseDeps & Pick<AdminDeps, 'ledger'>) => {
    const named = namedRun(params.run);
    const entries =
      named?.kind === 'run'
        ? (await deps.ledger.read(named.subject)).filter(({ run }) => run === named.run).reverse()
        : [];
    const steps = entries.map(({ at, step, outcome }) => ({ at, step, outcome }));
    const chosen = await chooseUndone(deps, [params.run]);
    if (!('problem' in chosen)) {
      const kind = chosen.of.kind === 'plan' ? ('plan' as const) : ('guest' as const);
      const changes = [...chosen.guests.values()].flatMap((one) => {
        const runs = chosen.runsOf(one);
        return one.changes.filter(({ run }) => runs.has(run));
      });
      return reply({ run: params.run, kind, changes, steps });
    }
    if (steps.length === 0 || named?.kind !== 'run') return chosen;
    const kind = named.subject.kind === 'guest' ? ('guest' as const) : ('other' as const);
    return reply({ run: params.run, kind, changes: [], steps });
  },
});

export const receiptRoutes = [listReceipts, showReceipts] as const;
