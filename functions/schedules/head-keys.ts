import { isAboutGuest, isPseudonym } from '../../shared/domain/pseudonym';
import { subjectKey, subjectSchema, type Subject } from '../../shared/domain/subject';
import type { Pseudonyms } from '../../shared/state/pseudonyms';

/** How subjects are called among the kept heads: these are written once and never changed, so guests go by pseudonym. */
export interface HeadKeys {
  keyOf: (subject: Subject) => Promise<string>;
  /** The subject of a kept key; a guest whose pseudonym leads nowhere keeps it for an id. */
  subjectOf: (key: string) => Subject;
}

/** Reads all pseudonyms once; makes those that are missing as they are asked for. */
export async function headKeys({ pseudonyms }: { pseudonyms: Pseudonyms }): Promise<HeadKeys> {
  const guests = await pseudonyms.list();
  const known = new Map([...guests].map(([pseudonym, guest]) => [guest, pseudonym]));
  return {
    keyOf: async (subject) => {
      // A pseudonym that leads nowhere stays what it is.
      if (!isAboutGuest(subject) || isPseudonym(subject.id)) return subjectKey(subject);
      const pseudonym = known.get(subject.id) ?? (await pseudonyms.ensure(subject.id));
      known.set(subject.id, pseudonym);
      return subjectKey({ ...subject, id: pseudonym });
    },
    subjectOf: (key) => {
      const cut = key.indexOf('-');
      const subject = subjectSchema.parse({ kind: key.slice(0, cut), id: key.slice(cut + 1) });
      return isAboutGuest(subject) ? { ...subject, id: guests.get(subject.id) ?? subject.id } : subject;
    },
  };
}
