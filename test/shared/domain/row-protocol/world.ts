import type { SubjectRow } from '../../../../shared/domain/subject-row';

/**
 * One state of the model: one subject's row and everybody who may touch it. Nothing in it is ever changed in place.
 *
 * Time is left out: a message may come at any moment after it was sent, an alarm too. Only two things lean on it.
 * A silent run is one the watchman takes for dead, which costs a mishap. And `GRACE` ends once every effect that
 * was past the fence has ended: the product aborts an effect's calls after 60 s.
 */
export interface World {
  /** Changes of the tenant that happened, each followed by its hint. */
  facts: number;
  row: SubjectRow | null;
  /** Ids of the hints on the bus, in order of the alphabet: the bus promises no order. */
  bus: readonly string[];
  dispatchers: readonly Dispatcher[];
  executions: readonly Execution[];
  watch: Watch;
  /** What may still go wrong. */
  left: Left;
  /** Facts that the best completed look has seen. */
  looked: number;
  /** How often a run's record was kept; the row counts along in `detail`. */
  kept: number;
}

export interface Left {
  facts: number;
  /** Crashes of a dispatcher, an activity or a run; a silent run; a forgotten alarm; a worn-out message. */
  mishaps: number;
  /** A message delivered twice, an activity carried out twice. */
  repeats: number;
  /** How often a run may park with an alarm. */
  alarms: number;
  /** Ticks of the watchman in the middle of things. */
  ticks: number;
}

export type Dispatcher =
  | { at: 'idle' }
  | { at: 'read'; hint: string }
  | { at: 'write'; hint: string; seen: SubjectRow | null }
  /** About to ask the engine for the instance; then, once it has answered "none", to create it. */
  | { at: 'start' | 'create'; hint: string; run: number };

/** The activities of a run: open, an effect that reads the tenant, another one after a long wait, close. */
export type Step = 'open' | 'look' | 'wait' | 'close';

/** One carrying-out of an activity. */
export type Worker = { step: Step; ending: Ending | null } & (
  | { at: 'begin' }
  | { at: 'write'; seen: SubjectRow }
  /** Past the fence, in the middle of its effect. */
  | { at: 'act' }
  | { at: 'say'; hints: readonly string[]; written: boolean }
  | { at: 'answer'; says: Answer }
);
export type Answer = 'done' | 'stale' | 'superseded';

/** How a run means to close. `looked`: it finished its look. */
export interface Ending {
  looked: boolean;
  wakeAt: string | null;
}

/** One execution of a run's instance; a racing start may make the engine hold two of one run. */
export interface Execution {
  run: number;
  token: string;
  /** Whether the engine still drives it. Its workers may outlive it. */
  isRunning: boolean;
  /** A racing start put another one in its place: it may vanish at any moment. */
  isReplaced: boolean;
  step: Step;
  /** Facts there were when it read the tenant. */
  saw: number;
  workers: readonly Worker[];
}

export type Watch =
  | { at: 'idle' }
  /** Has listed the row and not yet asked for its instance. */
  | { at: 'listed'; row: SubjectRow }
  | { at: 'start' | 'create'; run: number }
  | { at: 'take-over'; row: SubjectRow }
  | { at: 'rewrite'; row: SubjectRow; seen: SubjectRow };

const IDLE = { at: 'idle' } as const;

export function firstWorld(left: Left, dispatchers: number): World {
  return {
    facts: 0,
    row: null,
    bus: [],
    dispatchers: Array.from({ length: dispatchers }, () => IDLE),
    executions: [],
    watch: IDLE,
    left,
    looked: 0,
    kept: 0,
  };
}

const spend = (world: World, what: keyof Left): Left => ({ ...world.left, [what]: world.left[what] - 1 });

/** The world after a mishap, or a repeat, of which there must be one left. */
export const spending = (world: World, what: keyof Left, changes: Partial<World>): World => ({
  ...world,
  ...changes,
  left: spend(world, what),
});

export const sent = (world: World, ...hints: string[]): World => ({
  ...world,
  bus: [...world.bus, ...hints].sort(),
});

export const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, i) => i !== at);
export const replaced = <T>(list: readonly T[], at: number, by: T): T[] =>
  list.map((item, i) => (i === at ? by : item));

/** The execution the engine answers for when it is asked for a run's instance. */
export function instanceOf(world: World, run: number): Execution | undefined {
  return world.executions.find((execution) => execution.run === run && !execution.isReplaced);
}

/** Nobody is at anything, and no message is on its way. */
export function isQuiet({ bus, dispatchers, executions }: World): boolean {
  return (
    bus.length === 0 &&
    dispatchers.every(({ at }) => at === 'idle') &&
    executions.every(({ isRunning, workers }) => !isRunning && workers.length === 0)
  );
}
