import { COMMON_FAILURES, type FailureRule } from '../http/failure-rule';

const SIGN_IN = 'check that this app still exists in the tenant and that its credential is for this tenant';
const PERMISSION =
  "grant the app the permission this call needs (docs/permissions), with an administrator's consent";

/**
 * What Microsoft Graph's answers mean (Microsoft Graph error responses and resource types; Add members, Identity
 * and access throttling as of August 2026). What only one call knows, such as "already a member", is with that call.
 */
export const GRAPH_FAILURES: readonly FailureRule[] = [
  { statuses: [401], refused: 'forbidden', next: SIGN_IN },
  { statuses: [403], refused: 'forbidden', next: PERMISSION },
  {
    statuses: [400, 404],
    codes: ['PrincipalNotFound'],
    later: 'not-replicated',
    defaultWaitSeconds: 15,
    next: 'the directory has not copied a new object everywhere yet; it is asked again by itself',
  },
  {
    statuses: [409, 412],
    codes: ['Directory_ConcurrencyViolation', 'ConcurrencyViolation'],
    later: 'unavailable',
    defaultWaitSeconds: 5,
    next: 'somebody else changed the object at the same moment; it is asked again by itself',
  },
  {
    statuses: [409],
    refused: 'ambiguous',
    next: 'something of this name or kind exists already: look at it before asking again',
  },
  {
    statuses: [400],
    refused: 'rejected',
    next: 'the request itself is at fault: check the ids in the policy and the settings',
  },
  ...COMMON_FAILURES,
];

/** Codes by which the directory says that an object is not there; a 404 of another kind, such as a wrong path, is not that. */
const ABSENCE_CODES = new Set(['Request_ResourceNotFound', 'Directory_ObjectNotFound']);

/** Whether the directory itself says the object is not there. What cannot be read removes nobody. */
export function isDirectoryAbsence(answer: { status: number; code: string | null }): boolean {
  return answer.status === 404 && answer.code !== null && ABSENCE_CODES.has(answer.code);
}
