import type { Subject } from '../../../../shared/domain/subject';
import { created, mayCreate, type Next } from './engine-steps';
import { wrote } from './row-writes';
import type { Rules } from './rules';
import { replaced, sent, spending, without, type Dispatcher, type World } from './world';

export const SUBJECT: Subject = { kind: 'guest', id: '10000000-0000-4000-8000-000000000001' };
const IDLE: Dispatcher = { at: 'idle' };

/** What the dispatchers may do next: take a hint in, write it down, start what it minted, complete the message. */
export function dispatcherSteps(rules: Rules, world: World, add: (next: Next) => void): void {
  world.dispatchers.forEach((dispatcher, at) => {
    const become = (next: Dispatcher, from: World = world): World => ({
      ...from,
      dispatchers: replaced(from.dispatchers, at, next),
    });
    if (dispatcher.at === 'idle') {
      // Idle ones are alike: the first of them takes the message.
      if (world.dispatchers.findIndex((other) => other.at === 'idle') === at) receive(world, become, add);
      return;
    }
    const { hint } = dispatcher;
    work(rules, world, dispatcher, become, add);
    if (world.left.mishaps > 0) {
      const again = spending(sent(become(IDLE), hint), 'mishaps', {});
      add({ label: `the dispatcher of ${hint} dies before it can ${dispatcher.at}`, world: again });
    }
  });
}

type Become = (next: Dispatcher, from?: World) => World;

function receive(world: World, become: Become, add: (next: Next) => void): void {
  world.bus.forEach((hint, i) => {
    if (world.bus.indexOf(hint) !== i) return;
    const taken = { ...world, bus: without(world.bus, i) };
    add({ label: `a dispatcher receives ${hint}`, world: become({ at: 'read', hint }, taken) });
    if (world.left.repeats > 0) {
      const kept = spending(world, 'repeats', {});
      const label = `a dispatcher receives ${hint}, which will be delivered once more`;
      add({ label, world: become({ at: 'read', hint }, kept) });
    }
  });
}

function work(
  rules: Rules,
  world: World,
  dispatcher: Exclude<Dispatcher, { at: 'idle' }>,
  become: Become,
  add: (next: Next) => void,
): void {
  const { hint } = dispatcher;
  switch (dispatcher.at) {
    case 'read': {
      const decision = rules.onHint(world.row ?? undefined, SUBJECT, hint);
      add({ label: `${hint} finds: ${decision.kind}`, world: become(afterReading(decision, hint, world)) });
      return;
    }
    case 'write': {
      const decision = rules.onHint(dispatcher.seen ?? undefined, SUBJECT, hint);
      if (decision.kind !== 'write') return;
      const { row, startRun } = decision;
      const next: Dispatcher = startRun === null ? IDLE : { at: 'start', hint, run: startRun };
      add({ label: `${hint} is written down`, world: wrote(rules, become(next), row) });
      return;
    }
    case 'start':
    case 'create':
      start(world, dispatcher, become, add);
  }
}

function afterReading(decision: ReturnType<Rules['onHint']>, hint: string, { row }: World): Dispatcher {
  if (decision.kind === 'nothing') return IDLE;
  return decision.kind === 'start'
    ? { at: 'start', hint, run: decision.run }
    : { at: 'write', hint, seen: row };
}

function start(
  world: World,
  { at, hint, run }: Dispatcher & { at: 'start' | 'create' },
  become: Become,
  add: (next: Next) => void,
): void {
  if (at === 'create') {
    add({ label: `${hint} creates the instance of run ${run}`, world: become(IDLE, created(world, run)) });
    return;
  }
  const next: Dispatcher = mayCreate(world, run) ? { at: 'create', hint, run } : IDLE;
  add({ label: `${hint} asks for run ${run}`, world: become(next) });
  if (world.left.mishaps > 0) {
    const label = `${hint} cannot start run ${run} for ten minutes and becomes a failure`;
    add({ label, world: spending(become(IDLE), 'mishaps', {}) });
  }
}
