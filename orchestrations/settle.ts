import type { OrchestrationContext, Task } from 'durable-functions';
import type { Outcome } from '../shared/domain/outcome';
import type { ActivityInput, ActivityName, ActivityOutputs, Life } from './contract';

/** Longest a step waits inside a run; a longer `later` parks the run with an alarm. */
export const PATIENCE_SECONDS = 120;
/** After an activity that threw: a deployment may have killed it. */
const AFTER_THROW_SECONDS = 60;
const SHORTEST_WAIT_SECONDS = 1;

type Rest<N extends ActivityName> = Omit<ActivityInput<N>, 'life'>;

/**
 * Calls an activity until it is `done`, refused, stale or superseded, waiting out `later` by durable timers
 * that honour its Retry-After: the only retry policy there is. Gives `later` back when patience (120 s for
 * the step) would end before the next try; gives `later` too where the activity threw, for a broken
 * activity must not fail the run. `life.waitedSeconds` is what the step has waited before this run. An activity
 * that threw is asked as before: it may have died between leaving a wish and saying so.
 */
export function* settle<N extends ActivityName>(
  context: OrchestrationContext,
  life: Life,
  activity: N,
  rest: Rest<N>,
): Generator<Task, Outcome<ActivityOutputs[N]>, unknown> {
  let { waitedSeconds } = life;
  let patienceSeconds = PATIENCE_SECONDS - waitedSeconds;
  for (;;) {
    const input = { ...rest, life: { ...life, waitedSeconds } };
    const { outcome, isBroken } = yield* callOnce<N>(context, activity, input);
    if (outcome.kind !== 'later') return outcome;
    const waitSeconds = Math.max(SHORTEST_WAIT_SECONDS, outcome.retryAfterSeconds);
    if (waitSeconds > patienceSeconds) return outcome;
    const due = new Date(context.df.currentUtcDateTime.getTime() + waitSeconds * 1000);
    yield context.df.createTimer(due);
    patienceSeconds -= waitSeconds;
    if (!isBroken) waitedSeconds += waitSeconds;
  }
}

interface Call<N extends ActivityName> {
  outcome: Outcome<ActivityOutputs[N]>;
  /** It threw. */
  isBroken: boolean;
}

function* callOnce<N extends ActivityName>(
  context: OrchestrationContext,
  activity: N,
  input: unknown,
): Generator<Task, Call<N>, unknown> {
  try {
    const outcome = (yield context.df.callActivity(activity, input)) as Outcome<ActivityOutputs[N]>;
    return { outcome, isBroken: false };
  } catch {
    // The engine has logged what was thrown, with its stack; the run only has to outlive it.
    const outcome = { kind: 'later', reason: 'unavailable', retryAfterSeconds: AFTER_THROW_SECONDS } as const;
    return { outcome, isBroken: true };
  }
}
