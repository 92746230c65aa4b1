import { spending, type Execution, type Step, type Worker, type World } from './world';

/** One thing that may happen next. */
export interface Next {
  label: string;
  world: World;
}

export const beginning = (step: Step, ending: Worker['ending'] = null): Worker => ({
  step,
  ending,
  at: 'begin',
});

/** The engine's answer to a start: refused while the instance runs; an ended or unknown one may be created. */
export function mayCreate(world: World, run: number): boolean {
  return !world.executions.some((execution) => execution.run === run && execution.isRunning);
}

/** Creates the instance. Where another start was faster, the engine now holds two executions of it, the older one replaced. */
export function created(world: World, run: number): World {
  const ofRun = world.executions.filter((execution) => execution.run === run);
  const number = 1 + Math.max(0, ...ofRun.map(({ token }) => Number(token.split('-')[1])));
  const fresh: Execution = {
    run,
    token: `${run}-${number}`,
    isRunning: true,
    isReplaced: false,
    step: 'open',
    saw: 0,
    workers: [beginning('open')],
  };
  const others = world.executions.map((execution) =>
    execution.run === run ? { ...execution, isReplaced: true } : execution,
  );
  return { ...world, executions: tidied([...others, fresh], world) };
}

/** Forgets executions nobody can meet any more: over, without workers, and of a run that is not the row's. */
export function tidied(executions: readonly Execution[], { row }: Pick<World, 'row'>): Execution[] {
  return executions.flatMap((execution) => {
    if (execution.isRunning || execution.workers.length > 0) return [execution];
    return !execution.isReplaced && execution.run === row?.run ? [{ ...execution, saw: 0 }] : [];
  });
}

const over = (execution: Execution): Execution => ({ ...execution, isRunning: false, step: 'close' });

/** A run ends in the middle; its workers may be lost with it or not. */
export function stopped(world: World, at: number, workers: 'lost' | 'left'): World {
  const executions = world.executions.map((execution, i) =>
    i === at ? over({ ...execution, workers: workers === 'lost' ? [] : execution.workers }) : execution,
  );
  return { ...world, executions: tidied(executions, world) };
}

/** What may befall executions as a whole. */
export function engineSteps(world: World, add: (next: Next) => void): void {
  world.executions.forEach((execution, at) => {
    if (!execution.isRunning) return;
    const name = `the execution ${execution.token}`;
    if (execution.isReplaced)
      add({ label: `${name}, replaced by a racing start, vanishes`, world: stopped(world, at, 'lost') });
    if (world.left.mishaps === 0) return;
    for (const workers of ['lost', 'left'] as const) {
      const world2 = spending(stopped(world, at, workers), 'mishaps', {});
      add({ label: `${name} is terminated, its activity ${workers}`, world: world2 });
    }
  });
}
