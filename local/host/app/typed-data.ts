import { type TypedData } from './registered-function';

/**
 * A value as the .NET host puts it on the wire. A boolean becomes the text `True` or `False`: recorded, the host's
 * converter falls through to `ToString()`. `undefined` and `null` become "no value".
 */
export function toTypedData(value: unknown): TypedData {
  if (value === undefined || value === null) return {};
  if (typeof value === 'string') return { string: value };
  if (typeof value === 'boolean') return { string: value ? 'True' : 'False' };
  if (typeof value === 'number') return Number.isInteger(value) ? { int: value } : { double: value };
  if (value instanceof Uint8Array) return { bytes: value };
  return { json: JSON.stringify(value) };
}
