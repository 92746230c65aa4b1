import type { SubjectRow } from '../../shared/domain/subject-row';
import type { Subjects } from '../../shared/state/subjects';

/** Reads the guests' rows once, when first asked for: most ticks of a sweep need none of them. */
export function knownGuests(subjects: Subjects): () => Promise<Map<string, SubjectRow>> {
  let rows: Promise<Map<string, SubjectRow>> | undefined;
  const read = async (): Promise<Map<string, SubjectRow>> => {
    const found = new Map<string, SubjectRow>();
    for await (const row of subjects.list({ kind: 'guest' })) found.set(row.subject.id, row);
    return found;
  };
  return () => (rows ??= read());
}
