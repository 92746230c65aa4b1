import { randomBytes } from 'node:crypto';

const UUID_BYTES = 16;

/** A new lock token: 32 hex digits, in the order in which a UUID is written. */
export const newLockToken = (): string => randomBytes(UUID_BYTES).toString('hex');

/** The first three groups of a .NET Guid are little-endian, so the two forms are each other's mirror. */
function swapGuidOrder(bytes: Buffer): Buffer {
  const swapped = Buffer.from(bytes);
  swapped.subarray(0, 4).reverse();
  swapped.subarray(4, 6).reverse();
  swapped.subarray(6, 8).reverse();
  return swapped;
}

/** As the delivery tag carries it: 16 bytes in .NET Guid order. */
export const tagOfLockToken = (token: string): Buffer => swapGuidOrder(Buffer.from(token, 'hex'));

/** The token that a delivery tag carries; what is no token gives one that locks nothing. */
export const lockTokenOfTag = (tag: Buffer | string): string =>
  typeof tag === 'string' || tag.length !== UUID_BYTES ? '' : swapGuidOrder(tag).toString('hex');
