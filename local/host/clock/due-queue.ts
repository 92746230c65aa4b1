/** One entry of the queue: when it is due, its seeded rank among entries due at the same time, what to do. */
export interface DueEntry {
  dueMs: number;
  rank: number;
  run: () => void;
  isCancelled: boolean;
}

const isBefore = (one: DueEntry, other: DueEntry): boolean =>
  one.dueMs < other.dueMs || (one.dueMs === other.dueMs && one.rank < other.rank);

/** Scheduled calls in order; cancelled entries are dropped when their turn comes. */
export class DueQueue {
  /** Latest first, so that the next one is taken from the end. */
  private readonly entries: DueEntry[] = [];

  push(entry: DueEntry): void {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const known = this.entries[middle];
      if (known && isBefore(entry, known)) low = middle + 1;
      else high = middle;
    }
    this.entries.splice(low, 0, entry);
  }

  /** The earliest entry that was not cancelled, left in place. */
  peek(): DueEntry | undefined {
    while (this.entries.at(-1)?.isCancelled) this.entries.pop();
    return this.entries.at(-1);
  }

  /** Takes the earliest entry that was not cancelled. */
  pop(): DueEntry | undefined {
    this.peek();
    return this.entries.pop();
  }
}
