import type { Subject } from './subject';

/** A pseudonym is a GUID that begins with eight zeros: nobody takes it for an object id, and every schema takes it. */
const MARK = '00000000-';

/** The pseudonym made of a random GUID (version 4): 90 random bits are left. Pure. */
export const pseudonymOf = (randomGuid: string): string => MARK + randomGuid.toLowerCase().slice(9);

/** Whether an id is a pseudonym. Pure. */
export const isPseudonym = (id: string): boolean => id.startsWith(MARK);

/** Stands where an erased guest stood in a row that has to hold somebody. */
export const ERASED_GUEST = '00000000-0000-0000-0000-000000000000';

const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** Every GUID in a value's JSON, lower case, each once; pseudonyms left out. Pure. */
export function guidsIn(value: unknown): string[] {
  const found = JSON.stringify(value ?? null).match(GUID) ?? [];
  return [...new Set(found.map((id) => id.toLowerCase()))].filter((id) => !isPseudonym(id));
}

/** The value with other ids in the place of its own, wherever they stand, parts of longer words too. Pure. */
export function withIdsReplaced<T>(value: T, replacements: ReadonlyMap<string, string>): T {
  const text = JSON.stringify(value);
  return JSON.parse(text.replace(GUID, (id) => replacements.get(id.toLowerCase()) ?? id)) as T;
}

/** Whether a subject is a person: its id is a guest's object id. Pure. */
export const isAboutGuest = ({ kind }: Subject): boolean => kind === 'guest' || kind === 'order';
