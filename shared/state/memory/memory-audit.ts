import { auditFactSchema, type AuditEntry } from '../../domain/audit-entry';
import { chained } from '../../domain/chain';
import type { Audit } from '../audit';
import { inATurn } from './in-a-turn';

/** {@link Audit} in memory, for tests: forgets all when it is dropped. Kept as JSON text, the oldest first. */
export function memoryAudit(): Audit {
  const texts: string[] = [];
  const entries = (): AuditEntry[] => texts.map((text) => JSON.parse(text) as AuditEntry);
  return {
    append: (fact) =>
      inATurn(() => {
        const own = entries().find(({ opId }) => opId === fact.opId);
        if (own !== undefined) return own;
        const entry = chained(
          auditFactSchema.parse({ ...fact, detail: fact.detail ?? null }),
          entries().at(-1),
        );
        texts.push(JSON.stringify(entry));
        return entry;
      }),
    read: (top, before = Infinity) =>
      inATurn(() =>
        entries()
          .filter(({ seq }) => seq < before)
          .reverse()
          .slice(0, Math.max(0, top)),
      ),
  };
}
