import type { SubjectRow } from '../../../../shared/domain/subject-row';
import { beginning, tidied, type Next } from './engine-steps';
import { wrote } from './row-writes';
import type { Rules } from './rules';
import {
  replaced,
  sent,
  spending,
  without,
  type Answer,
  type Ending,
  type Execution,
  type Step,
  type Worker,
  type World,
} from './world';

/** A long wait, after which a newer hint ends the run. */
const LONG_WAIT_SECONDS = 60;
export const ALARM_AT = '2026-09-01T13:00:00.000Z';

interface Turn {
  rules: Rules;
  world: World;
  execution: Execution;
  at: number;
  worker: Worker;
  place: number;
  add: (next: Next) => void;
}

/** What the activities may do next. */
export function activitySteps(rules: Rules, world: World, add: (next: Next) => void): void {
  world.executions.forEach((execution, at) => {
    execution.workers.forEach((worker, place) => {
      const turn = { rules, world, execution, at, worker, place, add };
      work(turn);
      mishaps(turn);
    });
  });
}

/** The world in which this worker is replaced by `workers`. */
function becoming({ world, execution, at, place }: Turn, ...workers: Worker[]): World {
  const others = [...without(execution.workers, place), ...workers];
  return { ...world, executions: replaced(world.executions, at, { ...execution, workers: others }) };
}

const answering = ({ step, ending }: Worker, says: Answer): Worker => ({ step, ending, at: 'answer', says });

function work(turn: Turn): void {
  const { worker } = turn;
  switch (worker.at) {
    case 'begin':
      begin(turn);
      return;
    case 'write':
      write(turn, worker.seen);
      return;
    case 'act':
      act(turn);
      return;
    case 'say':
      say(turn, worker);
      return;
    case 'answer':
      answer(turn, worker.says);
  }
}

function begin(turn: Turn): void {
  const { rules, world, execution, worker, add } = turn;
  const { step, ending } = worker;
  const name = `${step} of ${execution.token}`;
  const row = world.row ?? undefined;
  if (step === 'look' || step === 'wait') {
    const waitedSeconds = step === 'wait' ? LONG_WAIT_SECONDS : 0;
    const verdict = rules.onFence(row, execution.run, execution.token, waitedSeconds);
    const next: Worker = verdict === 'proceed' ? { step, ending, at: 'act' } : answering(worker, verdict);
    add({ label: `${name} asks the fence: ${verdict}`, world: becoming(turn, next) });
    return;
  }
  if (step === 'open') {
    const decision = rules.onOpen(row, execution.run, execution.token);
    const next: Worker =
      decision.kind === 'stale'
        ? answering(worker, 'stale')
        : decision.row === row
          ? answering(worker, 'done')
          : { step, ending, at: 'write', seen: decision.row };
    add({ label: `${name} reads: ${decision.kind}`, world: becoming(turn, next) });
    return;
  }
  beginClose(turn, ending ?? { looked: false, wakeAt: null });
}

function closingOf(row: SubjectRow, ending: Ending) {
  const state = ending.looked ? 'looked' : row.state;
  return { state, wakeAt: ending.wakeAt, partner: null, detail: Number(row.detail) + 1 };
}

function beginClose(turn: Turn, ending: Ending): void {
  const { rules, world, execution, worker, add } = turn;
  const { row } = world;
  const { run, token } = execution;
  const decision = row === null ? undefined : rules.onClose(row, run, token, closingOf(row, ending));
  if (row === null || decision === undefined) {
    add({ label: `close of ${token} finds: not mine`, world: becoming(turn, answering(worker, 'stale')) });
    return;
  }
  const hints = [
    ...(decision.hintNow ? [`again-${run}`] : []),
    ...(decision.hintAt === null ? [] : [`alarm-${run}`]),
  ];
  const { step } = worker;
  const written = decision.row === undefined;
  const next: Worker =
    written || rules.close === 'speaks-first'
      ? { step, ending, at: 'say', hints, written }
      : { step, ending, at: 'write', seen: row };
  add({ label: `close of ${token} reads the row`, world: becoming(turn, next) });
}

function write(turn: Turn, seen: SubjectRow): void {
  const { rules, world, execution, worker, add } = turn;
  const { step, ending } = worker;
  if (step === 'open') {
    const next = wrote(rules, becoming(turn, answering(worker, 'done')), seen);
    add({ label: `open of ${execution.token} is written`, world: next });
    return;
  }
  const close = ending ?? { looked: false, wakeAt: null };
  const decision = rules.onClose(seen, execution.run, execution.token, closingOf(seen, close));
  if (decision?.row === undefined) return;
  const hints = [
    ...(decision.hintNow ? [`again-${execution.run}`] : []),
    ...(decision.hintAt === null ? [] : [`alarm-${execution.run}`]),
  ];
  const next: Worker =
    rules.close === 'speaks-first' || hints.length === 0
      ? answering(worker, 'done')
      : { step, ending, at: 'say', hints, written: true };
  const looked = close.looked ? Math.max(world.looked, execution.saw) : world.looked;
  const after = wrote(rules, { ...becoming(turn, next), looked, kept: world.kept + 1 }, decision.row);
  add({ label: `close of ${execution.token} is written`, world: after });
}

function act(turn: Turn): void {
  const { world, execution, at, worker, add } = turn;
  const ended = becoming(turn, answering(worker, 'done'));
  const saw = worker.step === 'look' ? world.facts : execution.saw;
  const executions = ended.executions.map((other, i) => (i === at ? { ...other, saw } : other));
  add({ label: `${worker.step} of ${execution.token} has its effect`, world: { ...ended, executions } });
}

function say(turn: Turn, worker: Worker & { at: 'say' }): void {
  const { world, execution, add } = turn;
  const [hint, ...rest] = worker.hints;
  if (hint !== undefined) {
    const next = becoming(turn, { ...worker, hints: rest });
    add({ label: `close of ${execution.token} sends ${hint}`, world: sent(next, hint) });
    return;
  }
  const { step, ending } = worker;
  const next: Worker =
    worker.written || world.row === null
      ? answering(worker, 'done')
      : { step, ending, at: 'write', seen: world.row };
  add({ label: `close of ${execution.token} has spoken`, world: becoming(turn, next) });
}

const AFTER: Record<Step, Step | null> = { open: 'look', look: 'wait', wait: 'close', close: null };

/** The activity is over. The engine drives the run on, if it still waits for this one. */
function answer(turn: Turn, says: Answer): void {
  const { world, execution, at, worker, add } = turn;
  const rest = without(execution.workers, turn.place);
  const label = `${worker.step} of ${execution.token} answers ${says}`;
  const go = (changes: Partial<Execution>, left = world.left) => {
    const next = { ...execution, workers: rest, ...changes };
    const executions = tidied(replaced(world.executions, at, next), world);
    add({ label, world: { ...world, executions, left } });
  };
  if (!execution.isRunning || execution.step !== worker.step) {
    go({});
    return;
  }
  const step = says === 'superseded' ? 'close' : AFTER[worker.step];
  if (step === null || says === 'stale') {
    go({ isRunning: false, step: 'close' });
    return;
  }
  const on = (ending: Ending | null, left = world.left) =>
    go({ step, workers: [...rest, beginning(step, ending)] }, left);
  if (step !== 'close') {
    on(null);
    return;
  }
  on({ looked: says === 'done', wakeAt: null });
  if (says === 'done' && world.left.alarms > 0)
    on({ looked: true, wakeAt: ALARM_AT }, { ...world.left, alarms: world.left.alarms - 1 });
}

/** At least once: an activity that died is carried out again; one whose worker only seemed dead, twice. */
function mishaps(turn: Turn): void {
  const { world, execution, worker, add } = turn;
  const again = beginning(worker.step, worker.ending);
  const name = `${worker.step} of ${execution.token}`;
  if (worker.at !== 'begin' && world.left.mishaps > 0) {
    const next = spending(becoming(turn, again), 'mishaps', {});
    add({ label: `${name} dies before it can ${worker.at}, and comes again`, world: next });
  }
  // Effects are left out: two at once of one execution are why every effect is safe to repeat.
  const isTwin = execution.workers.length > 1;
  if (!isTwin && world.left.repeats > 0 && (worker.step === 'open' || worker.step === 'close')) {
    const next = spending(becoming(turn, worker, again), 'repeats', {});
    add({ label: `${name} is carried out twice`, world: next });
  }
}
