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

  /** The one whose turn it is, of those that have room. */
  next(): Consumer | undefined {
    return this.turn.find((consumer) => consumer.capacity() > 0);
  }

  /** It got something: now the others come first. */
  served(consumer: Consumer): void {
    this.delete(consumer);
    this.turn.push(consumer);
  }

  lockExpired(token: string): void {
    for (const consumer of this.turn) consumer.lockExpired(token);
  }
}
