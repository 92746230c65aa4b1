import type { RunId } from '../domain/ids';
import type { Subject } from '../domain/subject';
import type { InstanceFacts } from '../domain/watch';

/** The engine's instances, one for each run. */
export interface Runs {
  /** Starts run number `run` of the subject. An instance that exists already counts as started. Safe to repeat. */
  start(subject: Subject, run: number): Promise<void>;
  /** What the engine knows of an instance. */
  read(run: RunId): Promise<InstanceFacts>;
  /** Ends it if it runs; a missing or ended instance counts as success. */
  terminate(run: RunId, reason: string): Promise<void>;
  /** Forgets instances completed before `before` (ISO 8601); gives how many. */
  purgeCompleted(before: string): Promise<number>;
}
