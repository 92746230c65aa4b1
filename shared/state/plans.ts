import type { PlanRecord } from '../domain/plan-record';
import type { Subject } from '../domain/subject';
import type { Versioned } from './subjects';

/** The plans' records; their frozen bodies lie in {@link Documents} under their content hash. */
export interface Plans {
  read(id: string): Promise<Versioned<PlanRecord> | undefined>;
  /** Writes a record that must not exist yet. `conflict`: it does, nothing was written. */
  insert(record: PlanRecord): Promise<'written' | 'conflict'>;
  /** Replaces the record if it still has `etag`. `conflict`: it has not, nothing was written. */
  replace(record: PlanRecord, etag: string): Promise<'written' | 'conflict'>;
  /** Writes down whom a plan names, so that one can be asked about by itself. Safe to repeat. */
  addSubjects(id: string, subjects: readonly Subject[]): Promise<void>;
  /** Whether the plan names the subject. */
  names(id: string, subject: Subject): Promise<boolean>;
  /** Forgets that plans name the subject, whichever do; the frozen bodies stay. Safe to repeat; reads the whole table. */
  forgetSubject(subject: Subject): Promise<void>;
  /** Removes a plan: whom it names first, its record last. Safe to repeat. */
  remove(id: string): Promise<void>;
  /** All records, in no promised order. */
  list(): Promise<PlanRecord[]>;
}
