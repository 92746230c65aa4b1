import { format, types } from 'node:util';

/** What was thrown, as an Error: the worker's own rule for values that are none (`ensureErrorType`). */
export function errorOf(thrown: unknown): Error {
  if (thrown instanceof Error || types.isNativeError(thrown)) return thrown;
  if (thrown === undefined || thrown === null) return new Error('Unknown error');
  if (typeof thrown === 'object') return new Error(JSON.stringify(thrown));
  return new Error(format('%s', thrown));
}

/** The message of whatever was thrown, for a log line; its name when it has no message. */
export function errorText(thrown: unknown): string {
  const { message, name } = errorOf(thrown);
  return message === '' ? name : message;
}
