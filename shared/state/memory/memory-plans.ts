import type { PlanRecord } from '../../domain/plan-record';
import { subjectKey } from '../../domain/subject';
import type { Plans } from '../plans';
import { inATurn } from './in-a-turn';
import { MemoryRows } from './memory-rows';

/** {@link Plans} in memory, for tests: forgets all when it is dropped. */
export function memoryPlans(): Plans {
  const rows = new MemoryRows<PlanRecord>('Plans');
  const named = new Set<string>();
  return {
    read: (id) => rows.read(id),
    insert: (record) => rows.insert(record.id, record),
    replace: (record, etag) => rows.replace(record.id, record, etag),
    addSubjects: (id, subjects) =>
      inATurn(() => {
        for (const subject of subjects) named.add(`${id} ${subjectKey(subject)}`);
      }),
    names: (id, subject) => inATurn(() => named.has(`${id} ${subjectKey(subject)}`)),
    forgetSubject: (subject) =>
      inATurn(() => {
        for (const name of named) if (name.endsWith(` ${subjectKey(subject)}`)) named.delete(name);
      }),
    remove: async (id) => {
      for (const name of named) if (name.startsWith(`${id} `)) named.delete(name);
      await rows.removeWhere((record) => record.id === id);
    },
    list: async () => (await rows.list()).map(({ value }) => value),
  };
}
