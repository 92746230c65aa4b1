import type { UndoSights } from '../../shared/clients/undo-sights';
import { guestRecord } from '../../shared/domain/guest-record';
import { judgeUndoStep } from '../../shared/domain/judge-undo-step';
import type { GuestId } from '../../shared/domain/ids';
import { done } from '../../shared/domain/outcome';
import type { PlannedStep } from '../../shared/domain/plan';
import {
  undoCursor,
  undoInstructionSchema,
  type UndoInstruction,
} from '../../shared/domain/undo-instruction';
import { whyNotLasting } from '../../shared/domain/undo-intent';
import { deedsOf, hangingOn, willChange } from '../../shared/domain/undo-plan';
import type { UndoDeed } from '../../shared/domain/undo-record';
import type { UndoSight } from '../../shared/domain/undo-sight';
import type { Cursors } from '../../shared/state/cursors';
import type { Plans } from '../../shared/state/plans';
import type { Subjects } from '../../shared/state/subjects';
import type { ActivityOutputs } from '../contract';
import type { Act } from './activity';

interface Deps {
  cursors: Cursors;
  plans: Plans;
  subjects: Subjects;
  undoSights: UndoSights;
  now: () => Date;
}

type Answer = ActivityOutputs['readUndo'];
const refuse = (refusal: string): Answer => ({ refusal, deeds: [], todo: [] });

/**
 * Reads the tenant once more for an undo that was asked of the guest, and says what is left to do of exactly what its
 * plan froze. A refusal names what is otherwise than planned: a step that cannot be done any more, one that was so and
 * is not, a plan that was stopped, an undo that would not last. Changes nothing.
 */
export const readUndo =
  (deps: Deps): Act<'readUndo'> =>
  async ({ guest, plan }) => {
    const instruction = await readInstruction(deps, guest, plan);
    if (instruction === undefined) return done(refuse('the undo is not asked for any more'));
    const state = (await deps.plans.read(plan))?.value.state ?? 'gone';
    if (state === 'stopped' || state === 'gone') return done(refuse(`plan ${plan} is ${state}`));
    return done(await look(deps, guest, instruction));
  };

async function look(deps: Deps, guest: GuestId, instruction: UndoInstruction): Promise<Answer> {
  const { partner } = instruction;
  const row = (await deps.subjects.read({ kind: 'guest', id: guest }))?.value;
  const record = guestRecord(row?.detail);
  const seen = await deps.undoSights.read([{ guest, partner, record, ...hangingOn(instruction.steps) }]);
  const sight = seen.get(guest);
  if (sight === undefined) return refuse('the guest could not be looked at');
  const guestRow = { state: 'working', run: row?.run ?? 0, record, partner };
  return answerOf(instruction, sight, { guest, row: guestRow, at: deps.now().toISOString() });
}

async function readInstruction(
  { cursors }: Deps,
  guest: string,
  plan: string,
): Promise<UndoInstruction | undefined> {
  const stored = await cursors.read(undoCursor(guest));
  const found = stored && undoInstructionSchema.parse(stored.value.detail);
  return found?.plan === plan && found.state === 'asked' ? found : undefined;
}

interface Of {
  guest: string;
  row: Parameters<typeof whyNotLasting>[0]['row'];
  at: string;
}

function answerOf({ steps, undoes }: UndoInstruction, sight: UndoSight, of: Of): Answer {
  const deeds = deedsOf(steps);
  const restores = deeds.some(({ step }) => step === 'restore-account');
  const todo: UndoDeed[] = [];
  for (const planned of steps.filter(({ verdict }) => verdict !== 'blocked')) {
    const [deed] = deedsOf([planned]);
    if (deed === undefined) continue;
    const now = judgeUndoStep({ ...deed, until: null, restores, at: of.at }, sight);
    const moved = whyMoved(planned, now);
    if (moved !== undefined) return refuse(`moved since it was planned: ${moved}`);
    if (willChange(now)) todo.push(deed);
  }
  const lasting = whyNotLasting({ guest: of.guest, row: of.row, deeds, plan: undoes }, sight);
  return lasting === undefined ? { refusal: null, deeds, todo } : refuse(lasting);
}

/** What an earlier look of the same undo did is done; what was so when it was planned has to be so still. */
function whyMoved(
  { step, on, verdict }: PlannedStep,
  now: Pick<PlannedStep, 'verdict' | 'because'>,
): string | undefined {
  const text = `${step} on ${on}: ${now.because ?? ''}`;
  if (now.verdict === 'blocked') return text;
  return verdict === 'already-true' && willChange(now) ? text : undefined;
}
