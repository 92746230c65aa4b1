import type { OrchestrationContext, Task } from 'durable-functions';
import { partnerId } from '../shared/domain/ids';
import type { ActivityOutputs, Life } from './contract';
import { settled, type Ending } from './run-subject';
import { must } from './stop-run';

const WAVE_SECONDS = 2;
/** Keeps one run's history short; what is left is the next run's. */
const MOST_WAVES = 30;
/** A pause ends by a hint; this alarm is for one that went astray. */
const PAUSED_SECONDS = 600;

/**
 * Undoes what a plan names, in waves of hints, each guest by its own run. Pause, stop and kill switch are read before
 * each wave. When it is over the job goes on with whatever else its partner's stage asks for.
 */
export function* undoPartner(
  context: OrchestrationContext,
  life: Life,
  of: { partner: string; plan: string },
): Generator<Task, Ending, unknown> {
  const asked = { partner: partnerId(of.partner), plan: of.plan };
  for (let wave = 0; wave < MOST_WAVES; wave += 1) {
    const { state }: ActivityOutputs['topUpUndo'] = yield* must(context, life, 'topUpUndo', asked);
    if (state === 'over' || state === 'stopped') {
      yield* must(context, life, 'finishUndo', asked);
      return { ...settled('idle'), wakeAfterSeconds: 1 };
    }
    if (state === 'paused') return { ...settled('paused'), wakeAfterSeconds: PAUSED_SECONDS };
    const due = context.df.currentUtcDateTime.getTime() + WAVE_SECONDS * 1000;
    yield context.df.createTimer(new Date(due));
  }
  return { ...settled('undoing'), wakeAfterSeconds: 1 };
}
