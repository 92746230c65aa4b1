import { RetryableError, TerminalError } from '../../shared/domain/codes';
import { later, refused, type Outcome } from '../../shared/domain/outcome';

/** Runs an effect and turns what an adapter threw into an outcome. A bug is thrown on. */
export async function outcomeOf<T>(effect: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await effect();
  } catch (error) {
    if (error instanceof RetryableError) return later(error.reason, error.retryAfterSeconds);
    if (error instanceof TerminalError) return refused(error.code, error.message);
    throw error;
  }
}
