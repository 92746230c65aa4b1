import type { SubjectRow } from '../../../../shared/domain/subject-row';
import type { Dispatcher, Execution, Watch, Worker, World } from './world';

/** Text that is equal for states nothing can tell apart: dispatchers and workers have no names, `seq` only a distance. */
export function worldKey(world: World): string {
  const { facts, row, bus, left, looked, kept } = world;
  const counts = [facts, looked, kept, left.facts, left.mishaps, left.repeats, left.alarms, left.ticks].join(
    ' ',
  );
  const dispatchers = world.dispatchers.map(dispatcherKey).sort().join(';');
  const executions = world.executions.map(executionKey).sort().join(';');
  return [counts, rowKey(row), bus.join(' '), dispatchers, executions, watchKey(world.watch)].join('|');
}

function rowKey(row: SubjectRow | null): string {
  if (row === null) return '-';
  const { seq, openSeq, run, live, token, by, wakeAt, deadRuns, state, detail } = row;
  return [seq - openSeq, run, live, token, by, wakeAt, deadRuns, state, detail].join(',');
}

function dispatcherKey(dispatcher: Dispatcher): string {
  switch (dispatcher.at) {
    case 'idle':
      return '';
    case 'read':
      return `r ${dispatcher.hint}`;
    case 'write':
      return `w ${dispatcher.hint} ${rowKey(dispatcher.seen)}`;
    case 'start':
    case 'create':
      return `${dispatcher.at} ${dispatcher.hint} ${dispatcher.run}`;
  }
}

function executionKey({ token, isRunning, isReplaced, step, saw, workers }: Execution): string {
  return [token, isRunning, isReplaced, step, saw, workers.map(workerKey).sort().join('+')].join(',');
}

function workerKey(worker: Worker): string {
  const { step, at, ending } = worker;
  const means = ending === null ? '' : `${ending.looked} ${ending.wakeAt}`;
  return `${step} ${at} ${means} ${workerDetail(worker)}`;
}

function workerDetail(worker: Worker): string {
  switch (worker.at) {
    case 'write':
      return rowKey(worker.seen);
    case 'say':
      return `${worker.hints.join(' ')} ${worker.written}`;
    case 'answer':
      return worker.says;
    case 'begin':
    case 'act':
      return '';
  }
}

function watchKey(watch: Watch): string {
  switch (watch.at) {
    case 'idle':
      return '';
    case 'listed':
    case 'take-over':
      return `${watch.at} ${rowKey(watch.row)}`;
    case 'rewrite':
      return `rewrite ${rowKey(watch.row)} ${rowKey(watch.seen)}`;
    case 'start':
    case 'create':
      return `${watch.at} ${watch.run}`;
  }
}
