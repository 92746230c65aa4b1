import type { Groups } from '../../shared/clients/groups';
import type { HintBus } from '../../shared/clients/hint-bus';
import type { Claim, ManagedGroup } from '../../shared/domain/group-drift';
import type { GroupId } from '../../shared/domain/ids';
import type { PartnerPolicy } from '../../shared/domain/partner-policy';
import type { Audit } from '../../shared/state/audit';
import type { Cursors } from '../../shared/state/cursors';
import type { Failures } from '../../shared/state/failures';
import type { MemberOutbox } from '../../shared/state/member-outbox';
import type { Partners } from '../../shared/state/partners';
import type { Subjects } from '../../shared/state/subjects';

export interface DriftDeps {
  groups: Groups;
  partners: Partners;
  subjects: Subjects;
  failures: Failures;
  audit: Audit;
  outbox: MemberOutbox;
  hints: HintBus;
  cursors: Cursors;
  now: () => Date;
}

/** One managed group of one partner, and whose it is by the rows. */
export interface CheckedGroup {
  group: GroupId;
  kind: ManagedGroup;
  policy: PartnerPolicy;
  claims: ReadonlyMap<string, Claim>;
}
