/** A moment at which a test can let the host die: next to a record becoming durable. */
export interface CrashPoint {
  /** What is recorded: an activity's completion, or a turn. */
  record: 'activity' | 'turn';
  /** `before`: the effect has happened, the record is lost. `after`: it is kept, but nobody acted on it yet. */
  when: 'before' | 'after';
  /** Only for this function; any when absent. */
  functionName?: string;
}

/** Misfortunes a test can switch on. All off by default; change them at any time. */
export interface FaultSwitches {
  /** Activities of these names are run twice; the second answer is the one that counts. */
  runTwice: Set<string>;
  /** Completions of activities of these names are delivered twice. */
  duplicateCompletion: Set<string>;
  /** How many messages one turn takes from the inbox. */
  messagesPerTurn: number;
  /** The next time this point is reached, the host crashes; then it is cleared. */
  crashPoint: CrashPoint | undefined;
  /** Real milliseconds a start takes between looking for its id and writing it; 0 = as few as it can. */
  startWindowMs: number;
}

/**
 * Azure has such a window, and starts that come at the same time are all accepted (recorded); without it the second
 * would be refused by the luck of a millisecond.
 */
export const START_WINDOW_MS = 15;

export function noFaults(): FaultSwitches {
  return {
    runTwice: new Set(),
    duplicateCompletion: new Set(),
    messagesPerTurn: Infinity,
    crashPoint: undefined,
    startWindowMs: START_WINDOW_MS,
  };
}

/** Whether the host is to crash here; a point is used up by being reached. */
export function isCrashDue(faults: FaultSwitches, reached: CrashPoint): boolean {
  const { crashPoint } = faults;
  if (crashPoint?.record !== reached.record || crashPoint.when !== reached.when) return false;
  const isMeant = crashPoint.functionName === undefined || crashPoint.functionName === reached.functionName;
  if (isMeant) faults.crashPoint = undefined;
  return isMeant;
}
