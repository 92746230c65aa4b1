import { detailText } from '../table/detail-text';
import type { Versioned } from '../subjects';
import { inATurn } from './in-a-turn';

interface StoredRow {
  text: string;
  etag: string;
}

/**
 * Rows by key, kept as JSON text so that nobody shares an object with the store, each with an ETag that is
 * never used twice. Every call is one turn, so it is atomic.
 */
export class MemoryRows<T> {
  private readonly rows = new Map<string, StoredRow>();
  private writes = 0;

  /** `name` stands in errors, before the key. */
  constructor(private readonly name: string) {}

  read(key: string): Promise<Versioned<T> | undefined> {
    return inATurn(() => this.peek(key));
  }

  /** Every row whose key starts with `prefix`, in the order of the keys. */
  list(prefix = ''): Promise<Versioned<T>[]> {
    return inATurn(() =>
      [...this.rows]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, stored]) => parsed<T>(stored)),
    );
  }

  insert(key: string, value: T): Promise<'written' | 'conflict'> {
    return inATurn(() => (this.rows.has(key) ? 'conflict' : this.store(key, value)));
  }

  replace(key: string, value: T, etag: string): Promise<'written' | 'conflict'> {
    return inATurn(() => (this.rows.get(key)?.etag === etag ? this.store(key, value) : 'conflict'));
  }

  /** Reads and writes in one turn: what a table adapter reaches by trying again. */
  async revise(key: string, next: (before: T | undefined) => T): Promise<void> {
    await inATurn(() => this.store(key, next(this.peek(key)?.value)));
  }

  /** Removes the row if it still has `etag`; one that is gone counts as removed. */
  remove(key: string, etag: string): Promise<'removed' | 'conflict'> {
    return inATurn(() => {
      const stored = this.rows.get(key);
      if (stored !== undefined && stored.etag !== etag) return 'conflict';
      this.rows.delete(key);
      return 'removed';
    });
  }

  /** Removes the rows that fit, `most` at most, in one turn. Gives what they held. */
  removeWhere(fits: (value: T) => boolean, most = Infinity): Promise<T[]> {
    return inATurn(() => {
      const all = [...this.rows].map(([key, stored]) => ({ key, value: parsed<T>(stored).value }));
      const fitting = all
        .filter(({ value }) => fits(value))
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .slice(0, most);
      for (const { key } of fitting) this.rows.delete(key);
      return fitting.map(({ value }) => value);
    });
  }

  private peek(key: string): Versioned<T> | undefined {
    const stored = this.rows.get(key);
    return stored && parsed<T>(stored);
  }

  private store(key: string, value: T): 'written' {
    const text = detailText(value, `${this.name} ${key}`);
    this.writes += 1;
    this.rows.set(key, { text, etag: `"${this.writes}"` });
    return 'written';
  }
}

function parsed<T>(stored: StoredRow): Versioned<T> {
  return { value: JSON.parse(stored.text) as T, etag: stored.etag };
}
