/** The smallest first. `push` and `pop` take logarithmic time; pushing ever larger values takes constant time. */
export class MinHeap<Item> {
  private items: Item[] = [];

  constructor(private readonly rank: (item: Item) => number) {}

  get size(): number {
    return this.items.length;
  }

  peek(): Item | undefined {
    return this.items[0];
  }

  push(item: Item): void {
    this.items.push(item);
    this.siftUp(this.items.length - 1);
  }

  pop(): Item | undefined {
    const [first] = this.items;
    const last = this.items.pop();
    if (this.items.length > 0 && last !== undefined) {
      this.items[0] = last;
      this.siftDown(0);
    }
    return first;
  }

  /** Drops all items that `keep` does not vouch for. Linear. */
  retain(keep: (item: Item) => boolean): void {
    this.items = this.items.filter(keep);
    for (let at = (this.items.length >> 1) - 1; at >= 0; at--) this.siftDown(at);
  }

  private rankAt(at: number): number {
    const item = this.items[at];
    return item === undefined ? Infinity : this.rank(item);
  }

  private swap(a: number, b: number): void {
    [this.items[a], this.items[b]] = [this.items[b] as Item, this.items[a] as Item];
  }

  private siftUp(start: number): void {
    for (let at = start; at > 0;) {
      const parent = (at - 1) >> 1;
      if (this.rankAt(parent) <= this.rankAt(at)) return;
      this.swap(parent, at);
      at = parent;
    }
  }

  private siftDown(start: number): void {
    for (let at = start; ;) {
      const left = 2 * at + 1;
      const smaller = this.rankAt(left + 1) < this.rankAt(left) ? left + 1 : left;
      if (this.rankAt(at) <= this.rankAt(smaller)) return;
      this.swap(at, smaller);
      at = smaller;
    }
  }
}
