import { randomUUID } from 'node:crypto';
import { pseudonymOf } from '../../domain/pseudonym';
import type { Pseudonyms } from '../pseudonyms';
import { inATurn } from './in-a-turn';

/** {@link Pseudonyms} in memory, for tests: forgets all when it is dropped. */
export function memoryPseudonyms(): Pseudonyms {
  const known = new Map<string, string>();
  return {
    find: (guest) => inATurn(() => known.get(guest)),
    ensure: (guest) =>
      inATurn(() => {
        const pseudonym = known.get(guest) ?? pseudonymOf(randomUUID());
        known.set(guest, pseudonym);
        return pseudonym;
      }),
    list: () => inATurn(() => new Map([...known].map(([guest, pseudonym]) => [pseudonym, guest]))),
    destroy: (guest) => inATurn(() => void known.delete(guest)),
  };
}
