import { type Clock } from './clock';
import { DueQueue } from './due-queue';
import { seededRandom } from './seeded-random';

/** A clock that stands still until it is moved. */
export interface VirtualClock extends Clock {
  /** When the next call is due; undefined when none is. */
  nextDueMs(): number | undefined;
  /**
   * Moves time forward to `toMs`, stopping at every due time on the way: there it makes the calls that are due,
   * then awaits `settle` before it goes on, so that what those calls started happens at that time.
   */
  advanceTo(toMs: number, settle: () => Promise<void>): Promise<void>;
}

/** The virtual clock's first moment, unless a test names another. */
export const VIRTUAL_START_MS = Date.parse('2030-01-01T00:00:00.000Z');

/** Calls due at the same time are made in an order that `seed` decides: tests must not lean on one. */
export function createVirtualClock(options: { seed?: number; startMs?: number } = {}): VirtualClock {
  const random = seededRandom(options.seed ?? 1);
  const queue = new DueQueue();
  let nowMs = options.startMs ?? VIRTUAL_START_MS;
  const runDue = (): void => {
    for (let next = queue.peek(); next && next.dueMs <= nowMs; next = queue.peek()) {
      queue.pop();
      next.run();
    }
  };
  return {
    now: () => nowMs,
    schedule(dueMs, run) {
      const entry = { dueMs, rank: random(), run, isCancelled: false };
      queue.push(entry);
      return { cancel: () => (entry.isCancelled = true) };
    },
    nextDueMs: () => queue.peek()?.dueMs,
    async advanceTo(toMs, settle) {
      await settle();
      for (let next = queue.peek(); next && next.dueMs <= toMs; next = queue.peek()) {
        nowMs = Math.max(nowMs, next.dueMs);
        runDue();
        await settle();
      }
      nowMs = Math.max(nowMs, toMs);
    },
  };
}
