import { RetryableError, TerminalError } from '../../../shared/domain/codes';

/** How a command waits where the services ask it to; a test has its own. */
export interface Waiting {
  sleep(seconds: number): Promise<void>;
  /** One line of progress. */
  tell(line: string): void;
}

/** Longer than a new group takes to be known everywhere ("wait a few minutes": Troubleshoot Azure RBAC, Sep 2023). */
const PATIENCE_SECONDS = 600;

/**
 * Does `work` again each time it says "later", as long as the service asks for, ten minutes altogether; says so each
 * time. Throws TerminalError where patience ends or the work is refused.
 */
export async function waitOut<T>(what: string, waiting: Waiting, work: () => Promise<T>): Promise<T> {
  let waited = 0;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error;
      const seconds = Math.max(1, Math.ceil(error.retryAfterSeconds));
      if (waited + seconds > PATIENCE_SECONDS) {
        throw new TerminalError(
          'rejected',
          `${what}: given up after ${waited} s (${error.reason}). ${error.message}. Run the command again later: what is done stays done`,
          { cause: error },
        );
      }
      waiting.tell(`  ... ${what}: ${error.reason}; again in ${seconds} s`);
      await waiting.sleep(seconds);
      waited += seconds;
    }
  }
}
