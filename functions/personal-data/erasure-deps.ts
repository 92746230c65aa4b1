import type { Audit } from '../../shared/state/audit';
import type { Cursors } from '../../shared/state/cursors';
import type { Failures } from '../../shared/state/failures';
import type { HostRecords } from '../../shared/state/hosts';
import type { InvitedGuests } from '../../shared/state/invited-guests';
import type { Ledger } from '../../shared/state/ledger';
import type { MemberOutbox } from '../../shared/state/member-outbox';
import type { NoticeOutbox } from '../../shared/state/notice-outbox';
import type { Partners } from '../../shared/state/partners';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Plans } from '../../shared/state/plans';
import type { Pseudonyms } from '../../shared/state/pseudonyms';
import type { RemovalOrders } from '../../shared/state/removal-orders';
import type { Sightings } from '../../shared/state/sightings';
import type { Subjects } from '../../shared/state/subjects';

/** Every table a guest may stand in: a new one belongs here, and into docs/personal-data.md. */
export interface ErasureDeps {
  subjects: Subjects;
  partners: Partners;
  ledger: Ledger;
  failures: Failures;
  hosts: HostRecords;
  invitedGuests: InvitedGuests;
  outbox: MemberOutbox;
  noticeOutbox: NoticeOutbox;
  sightings: Sightings;
  cursors: Cursors;
  plans: Plans;
  stages: PartnerStages;
  orders: RemovalOrders;
  audit: Audit;
  pseudonyms: Pseudonyms;
  now: () => Date;
}
