import type { OrchestrationContext, Task } from 'durable-functions';
import type { Stop } from '../shared/domain/outcome';
import type { ActivityInput, ActivityName, ActivityOutputs, Life } from './contract';
import { settle } from './settle';

/** Ends a flow's body at the step that was not done; `runSubject` turns it into how the run closes. */
export class StopRun extends Error {
  override readonly name = 'StopRun';
  constructor(
    readonly step: ActivityName,
    readonly stop: Stop,
  ) {
    super(`${step} ended as ${stop.kind}`);
  }
}

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
