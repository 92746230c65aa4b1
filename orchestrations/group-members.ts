import type { OrchestrationContext, Task } from 'durable-functions';
import { guestId } from '../shared/domain/ids';
import type { Life } from './contract';
import { runSubject, settled, type Ending } from './run-subject';
import { must } from './stop-run';

/** Most members one PATCH of a group takes (Add members, Graph v1.0). */
const BATCH = 20;
/** A burst of guests shares its writes if the first of them waits this long. */
const GATHER_SECONDS = 1;
/** Keeps one run's history short; what is left is the next run's. */
const MOST_ROUNDS = 10;

/**
 * Trigger: a hint that a membership is wanted or unwanted. Ends: idle, or working (parked with an alarm). The
 * only writer of its group's members, removals first. When it stops an admin sees the group held, and each
 * guest whose wish was refused held with the reason.
 */
export function* groupMembers(context: OrchestrationContext): Generator<Task, string, unknown> {
  return yield* runSubject(context, 'group', (life) => grantWishes(context, life));
}

function* grantWishes(context: OrchestrationContext, life: Life): Generator<Task, Ending, unknown> {
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + GATHER_SECONDS * 1000));
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const wishes = yield* must(context, life, 'readMemberWishes', {});
    if (wishes.add.length + wishes.remove.length === 0) return settled('idle');
    for (const operation of ['remove', 'add'] as const) {
      const members = wishes[operation].map(guestId);
      for (let start = 0; start < members.length; start += BATCH) {
        const batch = members.slice(start, start + BATCH);
        yield* must(context, life, 'applyMemberWishes', { operation, members: batch });
      }
    }
  }
  return {
    ...settled('working'),
    wakeAfterSeconds: 1,
    reason: { code: 'members-pending', message: 'more wishes wait' },
  };
}
