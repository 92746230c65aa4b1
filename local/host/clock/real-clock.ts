import { type Clock } from './clock';

/** Node's timers hold a signed 32-bit count of milliseconds; anything longer fires at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The machine's clock. Its timers do not keep the process alive: the host's HTTP server does. */
export function createRealClock(): Clock {
  return {
    now: () => Date.now(),
    schedule(dueMs, run) {
      let timer: NodeJS.Timeout | undefined;
      const arm = (): void => {
        const waitMs = Math.max(0, dueMs - Date.now());
        timer = setTimeout(
          () => {
            // setTimeout may fire a millisecond early, and long waits are cut: both wait again.
            if (Date.now() < dueMs) arm();
            else run();
          },
          Math.min(waitMs, LONGEST_TIMEOUT_MS),
        );
        timer.unref();
      };
      arm();
      return { cancel: () => clearTimeout(timer) };
    },
  };
}
