import type { SubjectRow } from '../../domain/subject-row';
import { subjectKey } from '../../domain/subject';
import type { SubjectFilter, Subjects } from '../subjects';
import { MemoryRows } from './memory-rows';

/** {@link Subjects} in memory, for tests: forgets all when it is dropped. */
export function memorySubjects(): Subjects {
  const rows = new MemoryRows<SubjectRow>('Subjects');
  return {
    read: (subject) => rows.read(subjectKey(subject)),
    insert: (row) => rows.insert(subjectKey(row.subject), withDetail(row)),
    replace: (row, etag) => rows.replace(subjectKey(row.subject), withDetail(row), etag),
    remove: (subject, etag) => rows.remove(subjectKey(subject), etag),
    async *list(filter) {
      for (const { value } of await rows.list()) if (fits(value, filter)) yield value;
    },
    page: async (kind, filter, after, top) =>
      (await rows.list(`${kind}-`))
        .map(({ value }) => value)
        .filter((row) => row.subject.id > after && fits(row, filter))
        .slice(0, top),
  };
}

function withDetail(row: SubjectRow): SubjectRow {
  return { ...row, detail: row.detail ?? null };
}

function fits(row: SubjectRow, filter: SubjectFilter): boolean {
  const asked = [
    [filter.kind, row.subject.kind],
    [filter.state, row.state],
    [filter.partner, row.partner],
    [filter.live, row.live],
  ] as const;
  return asked.every(([wanted, found]) => wanted === undefined || wanted === found);
}
