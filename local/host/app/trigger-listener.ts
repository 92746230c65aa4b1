/** A trigger that waits for something to happen, and runs a function when it does. */
export interface TriggerListener {
  /** Begins to listen. Rejects when it cannot, with the reason and the function's name. */
  start(): Promise<void>;
  /** Takes nothing new; resolves when what was running has ended. Safe to repeat. */
  stop(): Promise<void>;
}
