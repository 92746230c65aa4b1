import type { OrchestrationContext, Task } from 'durable-functions';
import type { Life } from './contract';
import { runSubject, settled, type Ending } from './run-subject';
import { must } from './stop-run';

/**
 * Trigger: a hint that something destructive is asked of a guest's account or Cloud PC. Ends: idle. Runs in the
 * offboarding part only, one at a time for each guest. When it stops an admin sees the order held with the reason;
 * what the gateway refused is told to the guest's own run, which holds the guest.
 */
export function* removalOrders(context: OrchestrationContext): Generator<Task, string, unknown> {
  return yield* runSubject(context, 'order', (life) => executeAll(context, life));
}

function* executeAll(context: OrchestrationContext, life: Life): Generator<Task, Ending, unknown> {
  const { actions } = yield* must(context, life, 'readOrders', {});
  for (const action of actions) yield* must(context, life, 'executeOrder', { action });
  return settled('idle');
}
