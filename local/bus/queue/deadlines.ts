import { MinHeap } from './min-heap';

const LONGEST_TIMER_MS = 2 ** 31 - 1;
const SLACK = 1024;

interface Deadline<Key> {
  key: Key;
  atMs: number;
}

/** Many deadlines, one timer. `onDue` is called once for each key whose time has come, earliest first. */
export class Deadlines<Key> {
  private readonly dueAt = new Map<Key, number>();
  private readonly heap = new MinHeap<Deadline<Key>>(({ atMs }) => atMs);
  private timer: NodeJS.Timeout | undefined;
  private timerAtMs = Infinity;

  constructor(private readonly onDue: (key: Key) => void) {}

  /** How many it holds in memory, moved and cleared ones that are not swept out yet included. */
  get remembered(): number {
    return this.heap.size;
  }

  /** Sets or moves the deadline of `key`. */
  set(key: Key, atMs: number): void {
    this.dueAt.set(key, atMs);
    this.heap.push({ key, atMs });
    if (this.heap.size > 2 * this.dueAt.size + SLACK)
      this.heap.retain((deadline) => this.isCurrent(deadline));
    if (atMs < this.timerAtMs) this.arm();
  }

  clear(key: Key): void {
    this.dueAt.delete(key);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timerAtMs = Infinity;
    this.dueAt.clear();
    this.heap.retain(() => false);
  }

  private isCurrent({ key, atMs }: Deadline<Key>): boolean {
    return this.dueAt.get(key) === atMs;
  }

  private arm(): void {
    clearTimeout(this.timer);
    const next = this.heap.peek();
    this.timerAtMs = next?.atMs ?? Infinity;
    if (next === undefined) return;
    const waitMs = Math.min(Math.max(next.atMs - Date.now(), 0), LONGEST_TIMER_MS);
    this.timer = setTimeout(() => this.ring(), waitMs).unref();
  }

  private ring(): void {
    this.timerAtMs = -Infinity; // `set` from within `onDue` must not arm: the end of this function does
    for (
      let next = this.heap.peek();
      next !== undefined && next.atMs <= Date.now();
      next = this.heap.peek()
    ) {
      this.heap.pop();
      if (!this.isCurrent(next)) continue;
      this.dueAt.delete(next.key);
      this.onDue(next.key);
    }
    this.arm();
  }
}
