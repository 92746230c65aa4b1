import type { LaterReason, RefusalCode } from '../../domain/codes';

interface Applies {
  statuses: readonly number[];
  /** Error codes of the service, any case; absent = whatever the code. */
  codes?: readonly string[];
  /** What whoever reads the message should do. */
  next: string;
}

/** The answer may be another one later; `defaultWaitSeconds` where the service says no `Retry-After`. */
interface LaterRule extends Applies {
  later: LaterReason;
  defaultWaitSeconds: number;
}

/** The answer stays what it is until somebody changes something. */
interface RefusedRule extends Applies {
  refused: RefusalCode;
}

/** One row of an authority's table; the first row that applies decides. */
export type FailureRule = LaterRule | RefusedRule;

const WAIT = 'it is asked again by itself';

/**
 * What every HTTP service of ours means alike; the last rows of each authority's table. The waits are ours: the
 * services document none for an answer without `Retry-After`.
 */
export const COMMON_FAILURES: readonly FailureRule[] = [
  { statuses: [429], later: 'throttled', defaultWaitSeconds: 10, next: WAIT },
  { statuses: [408, 504], later: 'timed-out', defaultWaitSeconds: 10, next: WAIT },
  { statuses: [423, 500, 502, 503, 509], later: 'unavailable', defaultWaitSeconds: 15, next: WAIT },
  {
    statuses: [404, 410],
    refused: 'not-found',
    next: 'check the id: it may have been deleted, or belong to another tenant',
  },
];
