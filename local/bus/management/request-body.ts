import { type Typed } from 'rhea';
import { BrokerRefusal } from '../amqp/broker-refusal';
import { plainValue } from '../amqp/rhea-internals';

/** The entries of a `$management` request's body, with what each must be. Every reader throws an argument-error refusal. */
export class RequestBody {
  constructor(private readonly entries: ReadonlyMap<string, Typed>) {}

  typed(name: string): Typed | undefined {
    return this.entries.get(name);
  }

  integer(name: string): number {
    const value = plainValue(this.entries.get(name));
    if (typeof value === 'number' && Number.isInteger(value)) return value;
    throw malformed(name, 'an integer');
  }

  text(name: string): string | undefined {
    const value = plainValue(this.entries.get(name));
    return typeof value === 'string' ? value : undefined;
  }

  integers(name: string): number[] {
    const values = this.list(name);
    if (values.every((value): value is number => typeof value === 'number')) return values;
    throw malformed(name, 'an array of longs');
  }

  /** Lock tokens as hex digits; on `$management` they travel as UUIDs in the order they are written in. */
  lockTokens(name: string): string[] {
    const values = this.list(name);
    if (values.every((value): value is Buffer => Buffer.isBuffer(value)))
      return values.map((value) => value.toString('hex'));
    throw malformed(name, 'an array of UUIDs');
  }

  list(name: string): unknown[] {
    const value = plainValue(this.entries.get(name));
    if (Array.isArray(value)) return value as unknown[];
    throw malformed(name, 'an array');
  }
}

const malformed = (name: string, wanted: string): BrokerRefusal =>
  new BrokerRefusal('com.microsoft:argument-error', `The request's '${name}' must be ${wanted}.`);
