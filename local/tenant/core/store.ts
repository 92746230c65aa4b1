import { Collection, type IndexOf, type Stored } from './collection';
import { Journal, type JournalEntry } from './journal';

/** Names a collection, and how its entries are found; each resource declares its own. */
export interface CollectionKey<T extends Stored, I extends string> {
  readonly name: string;
  readonly indexes: Readonly<Record<I, IndexOf<T>>>;
}

/** Declares a collection found by id only. */
export function collection<T extends Stored>(name: string): CollectionKey<T, never>;
/** Declares a collection found by id and by the given indexes. */
export function collection<T extends Stored, I extends string>(
  name: string,
  indexes: Readonly<Record<I, IndexOf<T>>>,
): CollectionKey<T, I>;
export function collection(name: string, indexes: Readonly<Record<string, IndexOf<Stored>>> = {}): unknown {
  return { name, indexes };
}

const REWRITE_ABOVE_BYTES = 32 * 1024 * 1024;
const ENTRIES_PER_LINE = 500;

/** Everything the tenant knows. Changes become durable at `flush`, which every answer waits for. */
export class Store {
  readonly #raw = new Map<string, Map<string, Stored>>();
  readonly #collections = new Map<string, unknown>();
  readonly #journal: Journal | undefined;
  readonly #dirty = new Map<string, JournalEntry>();
  #rewriteAboveBytes = REWRITE_ABOVE_BYTES;

  /** Without a folder the state lives as long as the process. */
  constructor(folder?: string) {
    this.#journal = folder === undefined ? undefined : Journal.open(folder, (entry) => this.#apply(entry));
  }

  in<T extends Stored, I extends string>(key: CollectionKey<T, I>): Collection<T, I> {
    const known = this.#collections.get(key.name);
    // The name stands for one type: collection() is the only source of keys, one per name.
    if (known !== undefined) return known as Collection<T, I>;
    const made = new Collection<T, I>(
      key.name,
      this.#rawOf(key.name) as Map<string, T>,
      key.indexes,
      (name, id, value) => this.#dirty.set(`${name}/${id}`, [name, id, value ?? null]),
    );
    this.#collections.set(key.name, made);
    return made;
  }

  /** Makes all changes since the last flush durable, together. */
  flush(): void {
    if (this.#dirty.size === 0) return;
    this.#journal?.append([...this.#dirty.values()]);
    this.#dirty.clear();
    this.#shrink();
  }

  /** A copy of every collection by name, except those named in `without`. */
  export(without: readonly string[] = []): Record<string, Stored[]> {
    const shown = [...this.#raw].filter(([name]) => !without.includes(name));
    return Object.fromEntries(shown.map(([name, values]) => [name, structuredClone([...values.values()])]));
  }

  close(): void {
    this.flush();
    this.#journal?.close();
  }

  #rawOf(name: string): Map<string, Stored> {
    const known = this.#raw.get(name);
    if (known !== undefined) return known;
    const made = new Map<string, Stored>();
    this.#raw.set(name, made);
    return made;
  }

  #apply([name, id, value]: JournalEntry): void {
    if (value === null) this.#rawOf(name).delete(id);
    else this.#rawOf(name).set(id, value as Stored);
  }

  #shrink(): void {
    if (this.#journal === undefined || this.#journal.bytes < this.#rewriteAboveBytes) return;
    this.#journal.rewrite(this.#chunks());
    this.#rewriteAboveBytes = Math.max(REWRITE_ABOVE_BYTES, this.#journal.bytes * 3);
  }

  *#chunks(): Generator<JournalEntry[]> {
    for (const [name, values] of this.#raw) {
      const entries = [...values].map(([id, value]): JournalEntry => [name, id, value]);
      for (let at = 0; at < entries.length; at += ENTRIES_PER_LINE)
        yield entries.slice(at, at + ENTRIES_PER_LINE);
    }
  }
}
