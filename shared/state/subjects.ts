import type { Subject, SubjectKind } from '../domain/subject';
import type { SubjectRow } from '../domain/subject-row';

/** A stored thing and the ETag its next write must name. */
export interface Versioned<T> {
  value: T;
  etag: string;
}

/** Narrows a list of subjects; every given field must match. */
export interface SubjectFilter {
  kind?: SubjectKind;
  state?: string;
  partner?: string;
  live?: boolean;
}

/**
 * The rows that are lock and memory of each subject: partition `{kind}-{guid}`, row `row`. Whoever meets a
 * `conflict`, here and in the other ports, reads again: it may follow a write of one's own whose answer was
 * lost and that the client repeated. All ports throw RetryableError or TerminalError (domain/codes).
 */
export interface Subjects {
  /** The row, or undefined. Reads its own writes. */
  read(subject: Subject): Promise<Versioned<SubjectRow> | undefined>;
  /** Writes a row that must not exist yet. `conflict`: somebody was faster, nothing was written. */
  insert(row: SubjectRow): Promise<'written' | 'conflict'>;
  /** Replaces the whole row if it still has `etag`. `conflict`: it has not, or is gone; nothing was written. */
  replace(row: SubjectRow, etag: string): Promise<'written' | 'conflict'>;
  /** Removes the row if it still has `etag`; one that is gone counts as removed. Only where no run of it is known any more. */
  remove(subject: Subject, etag: string): Promise<'removed' | 'conflict'>;
  /** Every row that fits, in no promised order; scans 16 key ranges side by side (no secondary index). */
  list(filter: SubjectFilter): AsyncIterable<SubjectRow>;
  /**
   * At most `top` rows of one kind that fit, by id, beginning after the id `after` (empty = at the first): a page of
   * a list that somebody reads. Walks one key range; costs what it skips where few fit.
   */
  page(
    kind: SubjectKind,
    filter: Omit<SubjectFilter, 'kind'>,
    after: string,
    top: number,
  ): Promise<SubjectRow[]>;
}
