import type { SubjectRow } from './subject-row';

/** A run that shows no progress for this long is taken for dead. */
const SILENT_AFTER_MS = 30 * 60_000;
/** How late an alarm may be before somebody else rings it: a broker may forget a scheduled message. */
const ALARM_GRACE_MS = 60_000;
/**
 * How long a run that takes over from a dead one waits for its start: an activity of the dead run that had
 * passed the fence is over by then, for its calls are aborted after 60 s.
 */
const TAKE_OVER_GRACE_MS = 90_000;
/** So many dead runs in a row, and only a replay or a new release tries again. */
const DEAD_RUNS_LIMIT = 3;

/** What the engine knows of a run's instance. `updatedAt` is ISO 8601. */
export type InstanceFacts = 'missing' | { running: boolean; updatedAt: string };

/** How a run died. */
export type Death = 'vanished' | 'hanging' | 'engine-failed';

/** What became of a dead run's instance. Pure. */
export function deathOf(instance: InstanceFacts): Death {
  if (instance === 'missing') return 'vanished';
  return instance.running ? 'hanging' : 'engine-failed';
}

export type WatchDecision =
  | { kind: 'nothing' }
  | { kind: 'hint'; because: 'alarm-overdue' | 'hint-unspoken' }
  | { kind: 'start'; run: number }
  | { kind: 'replace'; row: SubjectRow; deadRun: number }
  | { kind: 'give-up'; row: SubjectRow; deadRun: number };

/**
 * What the watchman does about one subject: starts what was minted and never started, replaces a run that
 * died, rings an alarm that stayed silent. Safe to repeat; the caller writes `row` conditionally.
 */
export function onWatch(
  row: SubjectRow,
  instance: InstanceFacts,
  nowMs: number,
  hintId: string,
): WatchDecision {
  if (!row.live) return watchResting(row, nowMs);
  if (row.token === null && instance === 'missing') return watchUnstarted(row, nowMs);
  if (
    instance !== 'missing' &&
    instance.running &&
    nowMs - Date.parse(instance.updatedAt) < SILENT_AFTER_MS
  ) {
    return { kind: 'nothing' };
  }
  const deadRuns = row.deadRuns + 1;
  if (deadRuns >= DEAD_RUNS_LIMIT) {
    return {
      kind: 'give-up',
      deadRun: row.run,
      row: { ...row, live: false, deadRuns, state: 'crashed', wakeAt: null },
    };
  }
  const wakeAt = new Date(nowMs + TAKE_OVER_GRACE_MS).toISOString();
  const minted = { ...row, run: row.run + 1, token: null, by: hintId, deadRuns, wakeAt };
  return { kind: 'replace', deadRun: row.run, row: minted };
}

/** A run that takes over keeps its grace in `wakeAt`; one that a hint minted has none. */
function watchUnstarted(row: SubjectRow, nowMs: number): WatchDecision {
  const isGrace = row.wakeAt !== null && nowMs < Date.parse(row.wakeAt);
  return isGrace ? { kind: 'nothing' } : { kind: 'start', run: row.run };
}

function watchResting(row: SubjectRow, nowMs: number): WatchDecision {
  if (row.state === 'crashed') return { kind: 'nothing' };
  if (row.seq > row.openSeq) return { kind: 'hint', because: 'hint-unspoken' };
  const overdue = row.wakeAt !== null && nowMs - Date.parse(row.wakeAt) > ALARM_GRACE_MS;
  return overdue ? { kind: 'hint', because: 'alarm-overdue' } : { kind: 'nothing' };
}
