/** One entry of the queue: when it is due, its seeded rank among entries due at the same time, what to do. */
export interface DueEntry {
  dueMs: number;
  rank: number;
  run: () => void;
  isCancelled: boolean;
}

const isBefore = (one: DueEntry, other: DueEntry): boolean =>
  one.dueMs < other.dueMs || (one.dueMs === other.dueMs && one.rank < other.rank);

/** A binary heap of scheduled calls, earliest first; cancelled entries are dropped when they surface. */
export class DueQueue {
  private readonly heap: DueEntry[] = [];

  push(entry: DueEntry): void {
    const { heap } = this;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(this.at(index), this.at(parent))) return;
      this.swap(index, parent);
      index = parent;
    }
  }

  /** The earliest entry that was not cancelled, left in place. */
  peek(): DueEntry | undefined {
    while (this.heap[0]?.isCancelled) this.removeFirst();
    return this.heap[0];
  }

  /** Takes the earliest entry that was not cancelled. */
  pop(): DueEntry | undefined {
    const first = this.peek();
    if (first) this.removeFirst();
    return first;
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (!last || this.heap.length === 0) return;
    this.heap[0] = last;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      let least = index;
      if (left < this.heap.length && isBefore(this.at(left), this.at(least))) least = left;
      if (left + 1 < this.heap.length && isBefore(this.at(left + 1), this.at(least))) least = left + 1;
      if (least === index) return;
      this.swap(index, least);
      index = least;
    }
  }

  private at(index: number): DueEntry {
    const entry = this.heap[index];
    if (!entry) throw new RangeError(`The due queue has no entry ${index}.`);
    return entry;
  }

  private swap(one: number, other: number): void {
    const entry = this.at(one);
    this.heap[one] = this.at(other);
    this.heap[other] = entry;
  }
}
