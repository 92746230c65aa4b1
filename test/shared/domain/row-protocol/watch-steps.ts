import type { SubjectRow } from '../../../../shared/domain/subject-row';
import type { InstanceFacts, WatchDecision } from '../../../../shared/domain/watch';
import { ALARM_AT } from './activity-steps';
import { created, mayCreate, stopped, type Next } from './engine-steps';
import { wrote } from './row-writes';
import type { Rules } from './rules';
import { instanceOf, isQuiet, sent, spending, type World } from './world';

const HOUR_MS = 3_600_000;
const LATE_MS = Date.parse(ALARM_AT) + 24 * HOUR_MS;
const JUST_NOW = new Date(LATE_MS).toISOString();
const LONG_AGO = new Date(LATE_MS - 2 * HOUR_MS).toISOString();

/** Whether somebody is in the middle of an effect. */
const isSomebodyActing = ({ executions }: World): boolean =>
  executions.some(({ workers }) => workers.some(({ at }) => at === 'act'));

/** The watchman's clock: late, so that alarms are overdue and graces over, but not while an older effect runs. */
function nowMs(world: World, row: SubjectRow): number {
  if (!row.live || row.token !== null || row.wakeAt === null) return LATE_MS;
  return Date.parse(row.wakeAt) - (isSomebodyActing(world) ? 1 : 0);
}

/** What the engine may show of the row's run; a silent one costs a mishap. */
function instanceViews(world: World, row: SubjectRow): { facts: InstanceFacts; costs: boolean }[] {
  const instance = row.live ? instanceOf(world, row.run) : undefined;
  if (instance === undefined) return [{ facts: 'missing', costs: false }];
  const asItIs = { facts: { running: instance.isRunning, updatedAt: JUST_NOW }, costs: false };
  const silent = { facts: { running: true, updatedAt: LONG_AGO }, costs: true };
  return instance.isRunning && world.left.mishaps > 0 ? [asItIs, silent] : [asItIs];
}

const decide = (rules: Rules, world: World, row: SubjectRow, facts: InstanceFacts): WatchDecision =>
  rules.onWatch(row, facts, nowMs(world, row), `taker-${row.run}`);

/** Whether a tick that looks at the world as it is would do something. */
export function isWatchNeeded(rules: Rules, world: World): boolean {
  const { row } = world;
  if (row === null) return false;
  return instanceViews(world, row).some(
    ({ facts, costs }) => !costs && decide(rules, world, row, facts).kind !== 'nothing',
  );
}

/** What the watchman may do next: list the row, ask for its instance, act on what it found. One watchman, many ticks. */
export function watchSteps(rules: Rules, world: World, add: (next: Next) => void): void {
  const { watch, row } = world;
  const become = (next: World['watch'], from: World = world): World => ({ ...from, watch: next });
  switch (watch.at) {
    case 'idle':
      if (row !== null) tick(rules, world, row, add);
      return;
    case 'listed':
      for (const { facts, costs } of instanceViews(world, watch.row)) {
        const from = costs ? spending(world, 'mishaps', {}) : world;
        decided(decide(rules, world, watch.row, facts), watch.row, from, add);
      }
      return;
    case 'start':
      add({ label: `the watchman asks for run ${watch.run}`, world: become(asked(world, watch.run)) });
      return;
    case 'create':
      add({
        label: `the watchman creates the instance of run ${watch.run}`,
        world: become({ at: 'idle' }, created(world, watch.run)),
      });
      return;
    case 'take-over':
      add({ label: 'the watchman reads the row again', world: become(takingOver(watch.row, row)) });
      return;
    case 'rewrite':
      rewrite(rules, world, watch, add);
  }
}

const asked = (world: World, run: number): World['watch'] =>
  mayCreate(world, run) ? { at: 'create', run } : { at: 'idle' };

/** A tick comes when all else is quiet. One that comes in the middle of things is one of those the search counts. */
function tick(rules: Rules, world: World, row: SubjectRow, add: (next: Next) => void): void {
  const isNeeded = isWatchNeeded(rules, world);
  const listed: Partial<World> = { watch: { at: 'listed', row } };
  if (isQuiet(world)) {
    if (isNeeded) add({ label: 'the watchman lists the row', world: { ...world, ...listed } });
  } else if (world.left.ticks > 0 && (isNeeded || row.live)) {
    add({ label: 'the watchman lists the row', world: spending(world, 'ticks', listed) });
  }
}

function decided(decision: WatchDecision, row: SubjectRow, world: World, add: (next: Next) => void): void {
  const idle: World = { ...world, watch: { at: 'idle' } };
  const label = `the watchman decides: ${decision.kind}`;
  switch (decision.kind) {
    case 'nothing':
      add({ label, world: idle });
      return;
    case 'hint': {
      const hint = `watch-${row.run}`;
      add({ label, world: idle.bus.includes(hint) ? idle : sent(idle, hint) });
      return;
    }
    case 'start':
      add({ label, world: { ...world, watch: { at: 'start', run: decision.run } } });
      return;
    case 'replace':
    case 'give-up': {
      const at = world.executions.findIndex(
        ({ run, isReplaced, isRunning }) => run === row.run && !isReplaced && isRunning,
      );
      const ended = at < 0 ? world : stopped(world, at, 'left');
      add({ label: `${label} and terminates`, world: { ...ended, watch: { at: 'take-over', row } } });
    }
  }
}

function takingOver(listed: SubjectRow, stored: SubjectRow | null): World['watch'] {
  const isSame = stored?.run === listed.run && stored.token === listed.token;
  return isSame ? { at: 'rewrite', row: listed, seen: stored } : { at: 'idle' };
}

function rewrite(
  rules: Rules,
  world: World,
  { row, seen }: World['watch'] & { at: 'rewrite' },
  add: (next: Next) => void,
): void {
  const ended = { running: false, updatedAt: LONG_AGO };
  const from = rules.takesOver === 'what-is-stored' ? seen : row;
  const decision = decide(rules, world, from, ended);
  const idle: World = { ...world, watch: { at: 'idle' } };
  if (decision.kind !== 'replace' && decision.kind !== 'give-up') {
    add({ label: 'the watchman finds the row closed meanwhile', world: idle });
    return;
  }
  const next: World['watch'] =
    decision.kind === 'replace' && rules.startsOwn === 'at-once'
      ? { at: 'start', run: decision.row.run }
      : { at: 'idle' };
  const label = `the watchman writes: ${decision.kind}`;
  add({ label, world: { ...wrote(rules, idle, decision.row), watch: next } });
}
