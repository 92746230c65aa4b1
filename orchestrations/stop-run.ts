import type { OrchestrationContext, Task } from 'durable-functions';
import type { Stop } from '../shared/domain/outcome';
import type { ActivityInput, ActivityName, ActivityOutputs, Life } from './contract';
import { PATIENCE_SECONDS, settle } from './settle';

/** Ends a flow's body at the step that was not done; `runSubject` turns it into how the run closes. */
export class StopRun extends Error {
  override readonly name = 'StopRun';
  constructor(
    readonly step: ActivityName,
    readonly stop: Stop,
    /** What the row keeps for the next run; null = as it was. */
    readonly detail: unknown = null,
    /** State in which the row parks. */
    readonly parkedState: string = 'working',
    /** Whose the subject is; null = not known yet, or as the row says. */
    readonly partner: string | null = null,
  ) {
    super(`${step} ended as ${stop.kind}`);
  }

  /** The same stop, of a subject of `partner`. */
  of(partner: string | null): StopRun {
    return new StopRun(this.step, this.stop, this.detail, this.parkedState, partner);
  }
}

/** The life for a step at which an earlier run parked: it has waited its fill, so it is asked once. */
export const resumed = (life: Life): Life => ({ ...life, waitedSeconds: PATIENCE_SECONDS });

/** Settles an activity and gives its value; throws StopRun where it did not get done. */
export function* must<N extends ActivityName>(
  context: OrchestrationContext,
  life: Life,
  activity: N,
  rest: Omit<ActivityInput<N>, 'life'>,
): Generator<Task, ActivityOutputs[N], unknown> {
  const outcome = yield* settle(context, life, activity, rest);
  if (outcome.kind !== 'done') throw new StopRun(activity, outcome);
  return outcome.value;
}

/**
 * As {@link must}, for a step that leaves a wish with another subject. Where an earlier run parked at it, its
 * answer is read before the wish is made anew: a refusal must reach who asked. Making it anew says it again,
 * should the first hint have been lost.
 */
export function* mustBeGranted<N extends ActivityName>(
  context: OrchestrationContext,
  life: Life,
  wasParked: boolean,
  activity: N,
  rest: Omit<ActivityInput<N>, 'life'>,
): Generator<Task, ActivityOutputs[N], unknown> {
  if (wasParked) {
    const answer = yield* settle(context, resumed(life), activity, rest);
    if (answer.kind === 'done') return answer.value;
    if (answer.kind !== 'later') throw new StopRun(activity, answer);
  }
  return yield* must(context, life, activity, rest);
}
