import { type Consumer } from './consumer';

/** Competing consumers, served in turn. */
export class Consumers {
  private turn: Consumer[] = [];

  get size(): number {
    return this.turn.length;
  }

  add(consumer: Consumer): void {
    this.turn.push(consumer);
  }

  delete(consumer: Consumer): void {
    this.turn = this.turn.filter((other) => other !== consumer);
  }

  /** The next one that has room, moved to the end of the line. */
  next(): Consumer | undefined {
    const at = this.turn.findIndex((consumer) => consumer.capacity() > 0);
    if (at < 0) return undefined;
    const [consumer] = this.turn.splice(at, 1);
    if (consumer !== undefined) this.turn.push(consumer);
    return consumer;
  }

  lockExpired(token: string): void {
    for (const consumer of this.turn) consumer.lockExpired(token);
  }
}
