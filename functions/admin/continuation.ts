import { sha256 } from '../../shared/domain/ids';

/**
 * Says where a list goes on: after the entry `after` of the list named by `scope` (the route and its filter). The
 * token gives nobody anything: it holds the key of an entry its reader was shown, and what is read with it is asked
 * for, and allowed or not, like a first page.
 */
export function continuation(scope: string, after: string): string {
  return Buffer.from(JSON.stringify([1, markOf(scope), after])).toString('base64url');
}

/** Where to go on; undefined where the token is damaged, or was given for another list or filter. */
export function readContinuation(scope: string, token: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (!Array.isArray(parsed) || parsed.length !== 3) return undefined;
    const [version, mark, after] = parsed as unknown[];
    return version === 1 && mark === markOf(scope) && typeof after === 'string' ? after : undefined;
  } catch {
    // No JSON: damaged.
    return undefined;
  }
}

const markOf = (scope: string): string => sha256(scope).slice(0, 12);
