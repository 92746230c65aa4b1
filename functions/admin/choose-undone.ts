import { z } from 'zod';
import { guestId, type GuestId } from '../../shared/domain/ids';
import type { LedgerEntry } from '../../shared/domain/ledger-entry';
import { planBodySchema } from '../../shared/domain/plan';
import { guestOf, namedRun, planRun, type NamedRun } from '../../shared/domain/run-name';
import type { UndoTarget } from '../../shared/domain/undo-facts';
import type { AdminDeps } from './admin-deps';
import { gatherReceipts, type Gathered, type GatherDeps } from './gather-receipts';
import { problem, type ProblemResponse } from './problem';

export type ChooseDeps = GatherDeps & Pick<AdminDeps, 'plans' | 'documents' | 'ledger'>;

/** What is to be undone, and of whom. */
export interface Undone {
  of: UndoTarget;
  partner: string;
  guests: Map<GuestId, Gathered>;
  /** The names under which the target changed something for a guest. */
  runsOf: (gathered: Gathered) => Set<string>;
}

/**
 * Reads what a person names: runs of one guest, or an offboarding plan. Anything else is a problem that says what it
 * is instead. Changes nothing.
 */
export async function chooseUndone(
  deps: ChooseDeps,
  names: readonly string[],
): Promise<Undone | ProblemResponse> {
  const named = names.map(namedRun);
  const unknown = names.find((_name, at) => named[at] === undefined);
  if (unknown !== undefined)
    return problem('invalid', 'a run is named guest-<id>-<number>, an offboarding plan by its id');
  const known = named.filter((one) => one !== undefined);
  const [first] = known;
  if (first?.kind === 'plan' && known.length === 1) return ofPlan(deps, first.plan);
  const other = known.find((one) => guestOf(one) === undefined);
  if (other !== undefined) return otherKind(deps, other);
  const guests = new Set(known.map((one) => guestOf(one)));
  const [guest] = guests;
  if (guest === undefined || guests.size > 1)
    return problem('invalid', 'the runs are of several guests: undo those of one guest at a time');
  return ofRuns(deps, guest, [...new Set(names.map((name) => name.toLowerCase()))]);
}

async function ofRuns(deps: ChooseDeps, guest: GuestId, runs: string[]): Promise<Undone | ProblemResponse> {
  const guests = await gatherReceipts(deps, [guest]);
  const { row, entries = [], changes = [] } = guests.get(guest) ?? {};
  const unknown = runs.find((run) => !entries.some((entry) => entry.run === run));
  if (unknown !== undefined)
    return problem('not-found', `run ${unknown} is not known: no step of it was recorded`);
  const idle = runs.find((run) => !changes.some((change) => change.run === run));
  if (idle !== undefined)
    return problem('conflict', `run ${idle} changed nothing: ${endOf(entries, idle)}`, {
      code: 'changed-nothing',
    });
  const partner = row?.partner ?? null;
  if (partner === null)
    return problem('conflict', 'the guest belongs to no partner: nobody may write for it');
  return { of: { kind: 'runs', runs }, partner, guests, runsOf: () => new Set(runs) };
}

/** How a run ended, in the ledger's words. */
function endOf(entries: readonly LedgerEntry[], run: string): string {
  const last = entries.find((entry) => entry.run === run);
  if (last === undefined) return 'nothing of it was recorded';
  const because = last.message === null ? '' : ` (${last.message})`;
  return `it ended with ${last.step}: ${last.code ?? last.outcome}${because}`;
}

async function ofPlan(deps: ChooseDeps, plan: string): Promise<Undone | ProblemResponse> {
  const record = (await deps.plans.read(plan))?.value;
  if (record === undefined) return problem('not-found', `there is no plan ${plan}`);
  const { kind, partner, start, state } = record;
  if (kind !== 'offboarding' || partner === null)
    return problem(
      'conflict',
      `plan ${plan} is one of a ${kind}: only an offboarding is undone as a whole. Undo the runs of its guests`,
      { code: 'other-kind' },
    );
  if (start === null)
    return problem('conflict', `plan ${plan} was never run: it changed nothing`, { code: 'changed-nothing' });
  if (state === 'running' || state === 'paused')
    return problem(
      'conflict',
      `plan ${plan} is ${state}: stop it first (gatehouse partner offboard stop ${plan})`,
      { code: 'still-running' },
    );
  const text = await deps.documents.read(record.hash);
  if (text === undefined)
    throw new Error(`The body ${record.hash} of plan ${plan} is gone from the documents`);
  const { subjects } = planBodySchema.parse(JSON.parse(text));
  const guests = await gatherReceipts(
    deps,
    subjects.map(({ subject }) => guestId(subject.id)),
  );
  const runsOf = ({ entries }: Gathered) => new Set([planRun(plan), ...runsForPlan(entries, plan)]);
  const touched = [...guests].filter(([, one]) => one.changes.some(({ run }) => runsOf(one).has(run)));
  if (touched.length === 0)
    return problem('conflict', `plan ${plan} changed nothing of its guests`, { code: 'changed-nothing' });
  return { of: { kind: 'plan', plan }, partner, guests: new Map(touched), runsOf };
}

const permitted = z.object({ plan: z.string().nullable() });

/** A removal of a plan asks first whether the plan names the guest: such runs are the plan's. */
const runsForPlan = (entries: readonly LedgerEntry[], plan: string): string[] =>
  entries
    .filter(({ step, outcome, evidence }) => {
      if (step !== 'permitRemoval' || outcome !== 'done') return false;
      return permitted.safeParse(evidence).data?.plan === plan;
    })
    .map(({ run }) => run);

const NOT_UNDONE: Readonly<Record<string, string>> = {
  host: 'What a host got is taken away again once nobody uses it',
  group: 'It did what runs of guests asked of it: undo those',
  job: 'A cut is taken back by gatehouse partner uncut; what a removal did by its plan: gatehouse receipts undo <plan>',
  order: 'It did what a run of the guest asked of it: undo that run',
};

/** A run of something else than a guest: says what it did, and that this command does not undo it. */
async function otherKind(deps: ChooseDeps, named: NamedRun): Promise<ProblemResponse> {
  if (named.kind === 'plan')
    return problem('invalid', 'a plan is undone by itself: name either one plan, or runs of one guest');
  const { subject, run } = named;
  const entries = (await deps.ledger.read(subject)).filter((entry) => entry.run === run);
  if (entries.length === 0)
    return problem('not-found', `run ${run} is not known: no step of it was recorded`);
  const did = [
    ...new Set(
      entries
        .reverse()
        .filter(({ outcome }) => outcome === 'done')
        .map(({ step }) => step),
    ),
  ];
  const what = did.length === 0 ? 'did nothing' : `did ${did.join(', ')}`;
  const instead = NOT_UNDONE[subject.kind] ?? 'It is not undone by this command';
  return problem(
    'conflict',
    `${run} is a run of a ${subject.kind}, not of a guest: it ${what}, and is not undone by this. ${instead}.`,
    { code: 'other-kind' },
  );
}
