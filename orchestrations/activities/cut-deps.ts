import type { Groups } from '../../shared/clients/groups';
import type { HintBus } from '../../shared/clients/hint-bus';
import type { PartnerBlock } from '../../shared/clients/partner-block';
import type { GroupId } from '../../shared/domain/ids';
import type { Documents } from '../../shared/state/documents';
import type { MemberOutbox } from '../../shared/state/member-outbox';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Partners } from '../../shared/state/partners';
import type { WritePermit } from './write-permit';
import type { Subjects } from '../../shared/state/subjects';

/** What a cut, and its being taken back, act through. */
export interface CutDeps {
  block: PartnerBlock;
  groups: Groups;
  partners: Partners;
  stages: PartnerStages;
  subjects: Subjects;
  outbox: MemberOutbox;
  documents: Documents;
  hints: HintBus;
  permit: WritePermit;
  blockedGroup: GroupId | null;
  now: () => Date;
}
