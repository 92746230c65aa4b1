import { auditFactSchema, type AuditEntry } from '../../domain/audit-entry';
import { chained } from '../../domain/chain';
import type { Audit } from '../audit';
import { inATurn } from './in-a-turn';

/** {@link Audit} in memory, for tests: forgets all when it is dropped. Kept as JSON text, the oldest first. */
export function memoryAudit(): Audit {
  const texts: string[] = [];
  const places = new Map<string, number>();
  const at = (place: number): AuditEntry | undefined => {
    const text = texts.at(place);
    return text === undefined ? undefined : (JSON.parse(text) as AuditEntry);
  };
  return {
    append: (fact) =>
      inATurn(() => {
        const own = at(places.get(fact.opId) ?? texts.length);
        if (own !== undefined) return own;
        const entry = chained(auditFactSchema.parse({ ...fact, detail: fact.detail ?? null }), at(-1));
        places.set(fact.opId, texts.length);
        texts.push(JSON.stringify(entry));
        return entry;
      }),
    read: (top, before = Infinity) =>
      inATurn(() =>
        texts
          .map((text) => JSON.parse(text) as AuditEntry)
          .filter(({ seq }) => seq < before)
          .reverse()
          .slice(0, Math.max(0, top)),
      ),
  };
}
