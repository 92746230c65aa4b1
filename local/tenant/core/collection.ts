export interface Stored {
  id: string;
}

/** What an entry is found by: one key, several, or none. */
export type IndexOf<T> = (value: T) => string | readonly string[] | undefined;

export type ChangeListener = (collectionName: string, id: string, value: Stored | undefined) => void;

/** One kind of stored object: found by id, listed in the order of insertion, found by its indexes. */
export class Collection<T extends Stored, I extends string = never> {
  readonly #name: string;
  readonly #values: Map<string, T>;
  readonly #indexes: ReadonlyMap<string, { of: IndexOf<T>; ids: Map<string, Set<string>> }>;
  readonly #changed: ChangeListener;

  constructor(
    name: string,
    values: Map<string, T>,
    indexes: Readonly<Record<I, IndexOf<T>>>,
    changed: ChangeListener,
  ) {
    this.#name = name;
    this.#values = values;
    this.#changed = changed;
    this.#indexes = new Map(
      Object.entries<IndexOf<T>>(indexes).map(([index, of]) => [
        index,
        { of, ids: new Map<string, Set<string>>() },
      ]),
    );
    for (const value of values.values()) this.#enter(value);
  }

  get size(): number {
    return this.#values.size;
  }

  get(id: string): T | undefined {
    return this.#values.get(id);
  }

  /** The entry that was inserted first. */
  first(): T | undefined {
    for (const value of this.#values.values()) return value;
    return undefined;
  }

  all(): T[] {
    return [...this.#values.values()];
  }

  /** The entries whose index holds `key`, oldest first. */
  by(index: I, key: string): T[] {
    const ids = this.#indexes.get(index)?.ids.get(key) ?? [];
    return [...ids].map((id) => this.#values.get(id)).filter((value) => value !== undefined);
  }

  /** Inserts or replaces. Values are not changed in place: whoever wants another one puts another one. */
  put(value: T): T {
    const before = this.#values.get(value.id);
    if (before !== undefined) this.#leave(before);
    this.#values.set(value.id, value);
    this.#enter(value);
    this.#changed(this.#name, value.id, value);
    return value;
  }

  /** Safe to repeat; says whether there was something to delete. */
  delete(id: string): boolean {
    const before = this.#values.get(id);
    if (before === undefined) return false;
    this.#leave(before);
    this.#values.delete(id);
    this.#changed(this.#name, id, undefined);
    return true;
  }

  #enter(value: T): void {
    for (const { of, ids } of this.#indexes.values()) {
      for (const key of keysOf(of(value))) {
        const found = ids.get(key);
        if (found === undefined) ids.set(key, new Set([value.id]));
        else found.add(value.id);
      }
    }
  }

  #leave(value: T): void {
    for (const { of, ids } of this.#indexes.values()) {
      for (const key of keysOf(of(value))) {
        const found = ids.get(key);
        found?.delete(value.id);
        if (found?.size === 0) ids.delete(key);
      }
    }
  }
}

function keysOf(keys: string | readonly string[] | undefined): readonly string[] {
  if (keys === undefined) return [];
  return typeof keys === 'string' ? [keys] : keys;
}
