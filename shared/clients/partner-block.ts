import type { CutFacts, NestingFacts } from '../domain/cut-decision';
import type { GroupId } from '../domain/ids';

/** What keeps a whole partner out: a Conditional Access policy, and its access group inside the blocked group. */
export interface PartnerBlock {
  /** All Conditional Access policies. One request a second for the whole tenant: throws RetryableError('throttled'). */
  listPolicies(): Promise<CutFacts['policies']>;
  /** undefined = there is no such group. */
  readNesting(group: GroupId): Promise<NestingFacts | undefined>;
  /** Whether `inner` is a direct member of `outer`. May lag behind a write. */
  isNested(outer: GroupId, inner: GroupId): Promise<boolean>;
  /** `inner` is a direct member of `outer` afterwards, in one write. Safe to repeat; read back to be sure. */
  nest(outer: GroupId, inner: GroupId): Promise<void>;
  /** It is none afterwards; `inner` itself and its members stay. Safe to repeat; read back to be sure. */
  unnest(outer: GroupId, inner: GroupId): Promise<void>;
}
