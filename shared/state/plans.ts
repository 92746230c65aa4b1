import type { PlanRecord } from '../domain/plan-record';
import type { Versioned } from './subjects';

/** The plans' records; their frozen bodies lie in {@link Documents} under their content hash. */
export interface Plans {
  read(id: string): Promise<Versioned<PlanRecord> | undefined>;
  /** Writes a record that must not exist yet. `conflict`: it does, nothing was written. */
  insert(record: PlanRecord): Promise<'written' | 'conflict'>;
  /** Replaces the record if it still has `etag`. `conflict`: it has not, nothing was written. */
  replace(record: PlanRecord, etag: string): Promise<'written' | 'conflict'>;
  /** All records, in no promised order. */
  list(): Promise<PlanRecord[]>;
}
