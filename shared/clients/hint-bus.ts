import type { Hint } from '../domain/hint';

/** The queue through which everything between runs is said. */
export interface HintBus {
  /**
   * Puts the hints on the bus, split over as many messages as the service's size limit asks for.
   * Resolves once the service accepted all; rejects with RetryableError('unavailable') otherwise, in which
   * case some may have been accepted. `notBefore` (ISO 8601) makes them an alarm.
   */
  send(hints: readonly Hint[], notBefore?: string): Promise<void>;
}
