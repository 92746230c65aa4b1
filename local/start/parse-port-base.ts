import { InvalidArgumentError } from 'commander';

const MOST_PORT_BASE = 65_535 - 3;

/** A port base from the command line. Throws commander's usage error. */
export function parsePortBase(text: string): number {
  const base = Number(text);
  if (Number.isInteger(base) && base >= 1024 && base <= MOST_PORT_BASE) return base;
  throw new InvalidArgumentError(`It must be a number from 1024 to ${MOST_PORT_BASE}.`);
}
