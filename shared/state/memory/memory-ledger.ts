import type { LedgerEntry } from '../../domain/ledger-entry';
import { subjectKey } from '../../domain/subject';
import type { Ledger } from '../ledger';
import { detailText } from '../table/detail-text';
import { nextEntry } from '../table/next-entry';
import { inATurn } from './in-a-turn';

/** {@link Ledger} in memory, for tests: forgets all when it is dropped. Kept as JSON text, the oldest first. */
export function memoryLedger(): Ledger {
  const chains = new Map<string, string[]>();
  return {
    append: (fact) =>
      inATurn(() => {
        const key = subjectKey(fact.subject);
        const chain = chains.get(key) ?? [];
        const newest = chain.slice(-1).map(parsed)[0];
        if (newest?.opId === fact.opId) return newest;
        const entry = nextEntry(fact, newest);
        chains.set(key, [...chain, detailText(entry, `Ledger ${key} ${entry.seq}`)]);
        return entry;
      }),
    read: (subject, top = Infinity) =>
      inATurn(() => {
        const chain = chains.get(subjectKey(subject)) ?? [];
        return chain
          .slice(Math.max(0, chain.length - Math.max(0, top)))
          .map(parsed)
          .reverse();
      }),
    subjectsOlderThan: (at, after, top) =>
      inATurn(() =>
        [...chains]
          .filter(([key, chain]) => key > after && chain.map(parsed).some((entry) => entry.at < at))
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .slice(0, top)
          .flatMap(([, chain]) => chain.slice(0, 1).map((text) => parsed(text).subject)),
      ),
    newestBefore: (subject, at) =>
      inATurn(() =>
        (chains.get(subjectKey(subject)) ?? [])
          .map(parsed)
          .reverse()
          .find((entry) => entry.at < at),
      ),
    removeUpTo: (subject, seq) =>
      inATurn(() => {
        const key = subjectKey(subject);
        const chain = chains.get(key) ?? [];
        const left = chain.filter((text) => parsed(text).seq > seq);
        if (left.length === 0) chains.delete(key);
        else chains.set(key, left);
        return chain.length - left.length;
      }),
  };
}

function parsed(text: string): LedgerEntry {
  return JSON.parse(text) as LedgerEntry;
}
