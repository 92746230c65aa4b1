import type { HintBus } from '../../shared/clients/hint-bus';
import { hintFor } from '../../shared/domain/hint';
import { KILL_SWITCH, killSwitchSchema } from '../../shared/domain/kill-switch';
import { done, later } from '../../shared/domain/outcome';
import type { PlannedSubject } from '../../shared/domain/plan';
import { pausePlan, type PlanRecord } from '../../shared/domain/plan-record';
import { runId } from '../../shared/domain/subject';
import { isUndone, undoFactsSchema } from '../../shared/domain/undo-facts';
import {
  undoCursor,
  undoInstructionSchema,
  type UndoInstruction,
} from '../../shared/domain/undo-instruction';
import {
  FIRST_UNDO_WAVE,
  MOST_UNDONE_AT_ONCE,
  shouldHaltUndo,
  undoLanded,
  undoWaveCursor,
  undoWaveSchema,
  type UndoWave,
} from '../../shared/domain/undo-wave';
import type { Cursors } from '../../shared/state/cursors';
import type { Plans } from '../../shared/state/plans';
import type { Versioned } from '../../shared/state/subjects';
import type { Act } from './activity';
import type { PlanBodyReader } from './remembering-plan-body';

interface Deps {
  plans: Plans;
  cursors: Cursors;
  readPlanBody: PlanBodyReader;
  hints: HintBus;
  now: () => Date;
}

/**
 * Looks how the undo of the guests that were asked stands, writes the next their instructions and hints them, sixty in
 * flight at most. Asks nobody while the plan is paused or stopped, the kill switch is on, or too much failed: then it
 * pauses the plan by itself and says why. Safe to repeat: an instruction is written once.
 */
export const topUpUndo =
  (deps: Deps): Act<'topUpUndo'> =>
  async ({ partner, plan, life }) => {
    const record = await deps.plans.read(plan);
    if (record === undefined) return done({ state: 'stopped', inFlight: 0 });
    const at = deps.now().toISOString();
    const stored = await deps.cursors.read(undoWaveCursor(plan));
    const before = stored === undefined ? FIRST_UNDO_WAVE : undoWaveSchema.parse(stored.value.detail);
    const landed = undoLanded(before, await toldBy(deps, before), { plan, at });
    const { undone, undoes } = await readUndone(deps, record.value.hash);
    const isOver = landed.inFlight.length === 0 && landed.next >= undone.length;
    const halt = isOver ? undefined : await whyNotOn(deps, landed);
    const mayAsk = record.value.state === 'running' && halt === undefined;
    const asking = { plan, partner, undoes, at, run: runId(life.subject, life.run) };
    const wave = mayAsk ? await askMore(deps, landed, undone, asking) : landed;
    const cursor = { name: undoWaveCursor(plan), savedAt: at, detail: wave };
    if ((await deps.cursors.save(cursor, stored?.etag)) === 'conflict') return later('unavailable', 1);
    await noteProgress(deps, record, wave, halt);
    const inFlight = wave.inFlight.length;
    return done({ state: stateOf(record.value, { isOver, isGoing: mayAsk || inFlight > 0 }), inFlight });
  };

async function readUndone({ readPlanBody }: Deps, hash: string) {
  const { subjects, facts } = await readPlanBody(hash);
  const { of } = undoFactsSchema.parse(facts);
  return { undone: subjects.filter(isUndone), undoes: of.kind === 'plan' ? of.plan : null };
}

function stateOf({ state }: PlanRecord, { isOver, isGoing }: { isOver: boolean; isGoing: boolean }) {
  if (state === 'stopped') return 'stopped';
  if (isOver) return 'over';
  return isGoing ? 'going' : 'paused';
}

async function toldBy({ cursors }: Deps, { inFlight }: UndoWave): Promise<Map<string, UndoInstruction>> {
  const stored = await Promise.all(inFlight.map(({ id }) => cursors.read(undoCursor(id))));
  const told = inFlight.flatMap(({ id }, at) => {
    const detail = stored[at]?.value.detail;
    return detail === undefined ? [] : [[id, undoInstructionSchema.parse(detail)] as const];
  });
  return new Map(told);
}

/** Why a running undo must not go on by itself; undefined = it may. */
async function whyNotOn({ cursors }: Deps, wave: UndoWave): Promise<string | undefined> {
  if (shouldHaltUndo(wave)) return `halted by itself: the undo of ${wave.failed.length} guests failed`;
  const stored = await cursors.read(KILL_SWITCH);
  const isKilled = stored !== undefined && killSwitchSchema.parse(stored.value.detail).isOn;
  return isKilled ? 'the kill switch is on' : undefined;
}

interface Asking {
  plan: string;
  partner: string;
  undoes: string | null;
  at: string;
  run: string;
}

async function askMore(
  deps: Deps,
  wave: UndoWave,
  undone: readonly PlannedSubject[],
  asking: Asking,
): Promise<UndoWave> {
  const next = undone.slice(wave.next, wave.next + MOST_UNDONE_AT_ONCE - wave.inFlight.length);
  if (next.length === 0) return wave;
  await Promise.all(next.map((subject) => instruct(deps, subject, asking)));
  await deps.hints.send(
    next.map(({ subject: { id } }) => hintFor({ kind: 'guest', id }, `${asking.run}-undo`)),
  );
  const flights = next.map(({ subject: { id } }) => ({ id, at: asking.at }));
  return { ...wave, next: wave.next + next.length, inFlight: [...wave.inFlight, ...flights] };
}

/** The newest undo has the word: an older one that still waits is one that was given up or stopped. */
async function instruct(
  { cursors }: Deps,
  { subject, steps }: PlannedSubject,
  asking: Asking,
): Promise<void> {
  const { plan, partner, undoes, at } = asking;
  const name = undoCursor(subject.id);
  const stored = await cursors.read(name);
  if (stored !== undefined && undoInstructionSchema.parse(stored.value.detail).plan === plan) return;
  const detail: UndoInstruction = {
    plan,
    partner,
    undoes,
    steps,
    askedAt: at,
    state: 'asked',
    because: null,
  };
  await cursors.save({ name, savedAt: at, detail }, stored?.etag);
}

/** The progress is shown, not relied on: where somebody else wrote the record meanwhile, the next wave says it. */
async function noteProgress(
  { plans }: Deps,
  { value, etag }: Versioned<PlanRecord>,
  { done: isDone, failed }: UndoWave,
  halt: string | undefined,
): Promise<void> {
  const progress = { ...value.progress, done: isDone, failed: failed.length };
  const paused = halt === undefined ? undefined : pausePlan(value, halt);
  const record = paused?.kind === 'ok' ? paused.record : value;
  await plans.replace({ ...record, progress }, etag);
}
