import type { AuditFact } from '../domain/audit-entry';
import { guidsIn, withIdsReplaced } from '../domain/pseudonym';
import type { Audit } from './audit';
import type { Pseudonyms } from './pseudonyms';
import type { Subjects } from './subjects';

interface Deps {
  audit: Audit;
  pseudonyms: Pseudonyms;
  subjects: Pick<Subjects, 'read'>;
}

/** Ids looked up side by side. */
const AT_ONCE = 16;
const ABOUT_A_GUEST = /^guest\/([0-9a-f-]{36})$/i;

/**
 * An {@link Audit} whose entries name guests by pseudonym only, because what is chained cannot be changed when a guest is
 * to be forgotten. A guest is whom the target names, and whoever has a row; who did it stays as it is (docs/adr/0009).
 */
export function pseudonymousAudit({ audit, pseudonyms, subjects }: Deps): Audit {
  const isGuest = async (id: string) => (await subjects.read({ kind: 'guest', id })) !== undefined;
  return {
    append: async (fact) => {
      const { actor, at, result, plan, ...told } = fact;
      const target = ABOUT_A_GUEST.exec(fact.target)?.[1]?.toLowerCase();
      const names = new Map<string, string>();
      for (const wave of wavesOf(guidsIn(told)))
        await Promise.all(
          wave.map(async (id) => {
            if (id === target || (await isGuest(id))) names.set(id, await pseudonyms.ensure(id));
          }),
        );
      return audit.append({ actor, at, result, plan, ...withIdsReplaced<Told>(told, names) });
    },
    read: (top, before) => audit.read(top, before),
  };
}

type Told = Omit<AuditFact, 'actor' | 'at' | 'result' | 'plan'>;

const wavesOf = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, n) =>
    ids.slice(n * AT_ONCE, (n + 1) * AT_ONCE),
  );
