import { createHash } from 'node:crypto';
import { v4 } from 'uuid';
import { collection, type Store } from './store';

interface Counter {
  id: string;
  value: number;
}

const counters = collection<Counter>('counters');

/** Object ids and chance, both fixed by the seed: the same calls in the same order give the same ids. */
export class SeededIds {
  readonly #seed: string;
  readonly #store: Store;
  readonly #start: number;
  #requests = 0;

  constructor(seed: string, store: Store) {
    this.#seed = seed;
    this.#store = store;
    this.#start = this.count('starts');
  }

  /** The id of one request: new with every start, so that a read writes nothing down. */
  request(): string {
    this.#requests += 1;
    return this.named('request', `${this.#start}/${this.#requests}`);
  }

  /** A fresh GUID; never given twice, also after a restart. */
  next(kind: string): string {
    return this.named(kind, `#${this.count(`ids/${kind}`)}`);
  }

  /** The GUID of a thing known by name: the same for the same seed, whatever happened before. */
  named(kind: string, name: string): string {
    return v4({ random: this.#digest(`${kind}/${name}`) });
  }

  /** The next whole number of a series, starting with 1. */
  count(series: string): number {
    const table = this.#store.in(counters);
    const value = (table.get(series)?.value ?? 0) + 1;
    table.put({ id: series, value });
    return value;
  }

  /** A seeded number from 0 up to, but not including, 1. */
  fraction(series: string): number {
    return this.#digest(`${series}/#${this.count(`chance/${series}`)}`).readUInt32BE(0) / 2 ** 32;
  }

  #digest(text: string): Buffer {
    return createHash('sha256').update(`${this.#seed}/${text}`).digest();
  }
}
