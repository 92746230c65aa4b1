/** A call the clock will make once; `cancel` is harmless after it was made. */
export interface ScheduledCall {
  cancel(): void;
}

/** Where the host takes its time from: the machine's clock, or one a test moves by hand. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /**
   * Calls `run` once, when `now()` has reached `dueMs` and never before; a time already past is due at once, but
   * `run` is never called from within `schedule`. Any distance is safe, also beyond setTimeout's 24.8 days.
   */
  schedule(dueMs: number, run: () => void): ScheduledCall;
}
