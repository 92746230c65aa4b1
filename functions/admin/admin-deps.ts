import type { GroupAdmin } from '../../shared/clients/group-admin';
import type { GroupCensus } from '../../shared/clients/group-census';
import type { GuestLookup } from '../../shared/clients/guest-lookup';
import type { Invitations } from '../../shared/clients/invitations';
import type { Audit } from '../../shared/state/audit';
import type { AuditAnchors } from '../../shared/state/audit-anchors';
import type { Documents } from '../../shared/state/documents';
import type { PartnerGuests } from '../../shared/clients/partner-guests';
import type { IdempotencyKeys } from '../../shared/state/idempotency';
import type { Pseudonyms } from '../../shared/state/pseudonyms';
import type { EventPorts, EventSettings } from '../event-ports';
import type { NoticePorts, NoticeSettings } from '../notices/notice-ports';
import type { AppSettings, Ports } from '../ports';

/** Capabilities the admin API needs, all routes together; a route names the few it uses. */
export interface AdminPorts
  extends
    Pick<
      Ports,
      | 'subjects'
      | 'ledger'
      | 'failures'
      | 'partners'
      | 'stages'
      | 'plans'
      | 'liveGuests'
      | 'undoSights'
      | 'hosts'
      | 'partnerTenant'
      | 'desktops'
      | 'desktopRoles'
      | 'cloudPcs'
      | 'hints'
      | 'licences'
      | 'groups'
      | 'invitedGuests'
      | 'noticeOutbox'
      | 'outbox'
      | 'orders'
      | 'now'
    >,
    Pick<EventPorts, 'cursors' | 'sightings' | 'subscriptionRecords'>,
    Pick<NoticePorts, 'channels'> {
  idempotencyKeys: IdempotencyKeys;
  directory: Pick<Ports['directory'], 'readUser' | 'findHomeTenant'>;
  guestLookup: GuestLookup;
  invitations: Invitations;
  audit: Audit;
  anchors: AuditAnchors;
  pseudonyms: Pseudonyms;
  documents: Documents;
  partnerGuests: PartnerGuests;
  groupCensus: GroupCensus;
  /** Groups are only looked at: the service makes none. */
  groupAdmin: Pick<GroupAdmin, 'read'>;
}

/** What the handlers of the routes get: the ports, and the settings they show. */
export type AdminDeps = AdminPorts &
  Pick<EventSettings, 'notificationUrl'> &
  Pick<AppSettings, 'blockedGroup'> &
  Pick<NoticeSettings, 'approvers'>;
