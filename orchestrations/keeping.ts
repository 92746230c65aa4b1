import type { Task } from 'durable-functions';
import { StopRun } from './stop-run';

/**
 * Runs `body`; where it stops at a step that keeps nothing of its own, the row keeps `detail`, and a run that parks
 * does so in `state`: what was begun is known to the next look, whatever stopped this one.
 */
export function* keeping<T>(
  detail: object,
  state: string,
  body: Generator<Task, T, unknown>,
): Generator<Task, T, unknown> {
  try {
    return yield* body;
  } catch (error) {
    if (!(error instanceof StopRun) || error.detail !== null) throw error;
    throw new StopRun(error.step, error.stop, detail, state);
  }
}
