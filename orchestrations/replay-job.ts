import type { OrchestrationContext, Task } from 'durable-functions';
import type { Life } from './contract';
import { runSubject, settled, type Ending } from './run-subject';
import { must } from './stop-run';

/** Between two looks at the guests that were asked. */
const LOOK_SECONDS = 3;
/** Keeps one run's history short; what is left is the next run's. */
const MOST_LOOKS = 30;
/** A pause ends by a hint; this alarm is for one that went astray. */
const PAUSED_SECONDS = 600;

/**
 * Trigger: a hint that a replay was started or steered; its own alarms. Ends: idle, replaying or paused (parked with an
 * alarm). It touches no guest: it hints them, one, then ten, then the rest, and watches what becomes of them. When it
 * stops an admin sees the plan with its remark, and every guest that was not resolved with the reason.
 */
export function* replayJob(context: OrchestrationContext): Generator<Task, string, unknown> {
  return yield* runSubject(context, 'replay', (life) => lookAtReplay(context, life));
}

function* lookAtReplay(context: OrchestrationContext, life: Life): Generator<Task, Ending, unknown> {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const { state } = yield* must(context, life, 'readReplayed', {});
    switch (state) {
      case 'idle':
        return settled('idle');
      case 'over':
        yield* must(context, life, 'recordReplay', {});
        return settled('idle');
      case 'paused':
        return { ...settled('paused'), wakeAfterSeconds: PAUSED_SECONDS };
      case 'going':
        yield* must(context, life, 'askReplayed', {});
        break;
      case 'waiting':
        break;
    }
    const due = context.df.currentUtcDateTime.getTime() + LOOK_SECONDS * 1000;
    yield context.df.createTimer(new Date(due));
  }
  return { ...settled('replaying'), wakeAfterSeconds: 1 };
}
