import type { SubjectRow } from '../../../../shared/domain/subject-row';
import { tidied } from './engine-steps';
import type { Rules } from './rules';
import type { Dispatcher, Watch, Worker, World } from './world';

/**
 * The row is written. Whoever read the row before and means to write meets a conflict, and will read again: it is
 * put back to its reading at once, which is the same and spares the search a step.
 */
export function wrote(rules: Rules, world: World, row: SubjectRow): World {
  const next = { ...world, row };
  const executions = tidied(world.executions, next);
  if (rules.writes === 'blindly') return { ...next, executions };
  return {
    ...next,
    dispatchers: world.dispatchers.map(dispatcherAgain),
    executions: executions.map((execution) => ({
      ...execution,
      workers: execution.workers.map(workerAgain),
    })),
    watch: watchAgain(world.watch),
  };
}

function dispatcherAgain(dispatcher: Dispatcher): Dispatcher {
  return dispatcher.at === 'write' ? { at: 'read', hint: dispatcher.hint } : dispatcher;
}

function workerAgain(worker: Worker): Worker {
  return worker.at === 'write' ? { step: worker.step, ending: worker.ending, at: 'begin' } : worker;
}

/** The watchman does not try again: its next tick does. */
function watchAgain(watch: Watch): Watch {
  return watch.at === 'rewrite' ? { at: 'idle' } : watch;
}
