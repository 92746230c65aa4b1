import type { AuditHead } from '../../domain/audit-entry';
import type { AuditAnchors } from '../audit-anchors';
import { inATurn } from './in-a-turn';

/** {@link AuditAnchors} in memory, for tests: forgets all when it is dropped. */
export function memoryAuditAnchors(): AuditAnchors {
  const heads = new Map<number, AuditHead>();
  return {
    record: (head) =>
      inATurn(() => {
        if (!heads.has(head.seq)) heads.set(head.seq, { ...head });
      }),
    list: () => inATurn(() => [...heads.values()].sort((a, b) => a.seq - b.seq)),
  };
}
