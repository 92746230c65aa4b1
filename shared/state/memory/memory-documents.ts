import { sha256 } from '../../domain/ids';
import type { Documents } from '../documents';
import { inATurn } from './in-a-turn';

/** {@link Documents} in memory, for tests: forgets all when it is dropped. */
export function memoryDocuments(): Documents {
  const texts = new Map<string, string>();
  return {
    put: (text) =>
      inATurn(() => {
        texts.set(sha256(text), text);
        return sha256(text);
      }),
    read: (name) => inATurn(() => texts.get(name)),
    remove: (name) => inATurn(() => void texts.delete(name)),
  };
}
