import { collection, type Store } from './store';
import type { TenantClock } from './tenant-clock';

/** One write to the directory, as delta queries and notifications see it. */
export interface DirectoryChange {
  /** Running number as text. */
  id: string;
  atMs: number;
  type: 'user' | 'group';
  objectId: string;
  change: 'created' | 'updated' | 'soft-deleted' | 'deleted' | 'restored';
  /** Names of the properties written. */
  properties: string[];
  membersAdded?: string[];
  membersRemoved?: string[];
}

export type NewChange = Omit<DirectoryChange, 'id' | 'atMs'>;

const changes = collection<DirectoryChange>('directoryChanges');
const latestNumber = collection<{ id: 'latest'; value: number }>('directoryChangesLatest');

// A day longer than delta tokens live.
const KEPT_MS = 8 * 24 * 3_600_000;

/** The directory's writes in order; delta reads it, notifications listen to it. */
export class ChangeLog {
  readonly #store: Store;
  readonly #clock: TenantClock;
  readonly #listeners = new Set<(change: DirectoryChange) => void>();

  constructor(store: Store, clock: TenantClock) {
    this.#store = store;
    this.#clock = clock;
  }

  get latest(): number {
    return this.#store.in(latestNumber).get('latest')?.value ?? 0;
  }

  record(change: NewChange): DirectoryChange {
    const value = this.latest + 1;
    this.#store.in(latestNumber).put({ id: 'latest', value });
    const entry = { ...change, id: String(value), atMs: this.#clock.now() };
    this.#store.in(changes).put(entry);
    this.#forgetOld();
    for (const listener of this.#listeners) listener(entry);
    return entry;
  }

  /** The changes after `number`, oldest first. */
  after(number: number): DirectoryChange[] {
    const table = this.#store.in(changes);
    const found: DirectoryChange[] = [];
    for (let next = number + 1; next <= this.latest; next += 1) {
      const change = table.get(String(next));
      if (change !== undefined) found.push(change);
    }
    return found;
  }

  /** Calls `listener` with every further change. */
  listen(listener: (change: DirectoryChange) => void): void {
    this.#listeners.add(listener);
  }

  #forgetOld(): void {
    const table = this.#store.in(changes);
    const oldest = table.first();
    if (oldest !== undefined && oldest.atMs < this.#clock.now() - KEPT_MS) table.delete(oldest.id);
  }
}
