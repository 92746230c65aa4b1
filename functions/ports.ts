import type { Accounts } from '../shared/clients/accounts';
import type { CloudPcs } from '../shared/clients/cloud-pcs';
import type { CrossTenantAccess } from '../shared/clients/cross-tenant-access';
import type { DesktopRoles } from '../shared/clients/desktop-roles';
import type { Desktops } from '../shared/clients/desktops';
import type { DeviceApps } from '../shared/clients/device-apps';
import type { Directory } from '../shared/clients/directory';
import type { Groups } from '../shared/clients/groups';
import type { PartnerBlock } from '../shared/clients/partner-block';
import type { PartnerTenant } from '../shared/clients/partner-tenant';
import type { Documents } from '../shared/state/documents';
import type { GroupMembers } from '../shared/clients/group-members';
import type { LiveGuests } from '../shared/clients/live-guests';
import type { HintBus } from '../shared/clients/hint-bus';
import type { Metrics } from '../shared/clients/metrics';
import type { Licences } from '../shared/clients/licences';
import type { NetworkAccess } from '../shared/clients/network-access';
import type { SignInRules } from '../shared/clients/sign-in-rules';
import type { SignIns } from '../shared/clients/sign-ins';
import type { Subscriptions } from '../shared/clients/subscriptions';
import type { UndoSights } from '../shared/clients/undo-sights';
import type { VirtualMachines } from '../shared/clients/virtual-machines';
import type { GroupId, TenantId } from '../shared/domain/ids';
import type { ExclusionSettings } from '../shared/domain/may-write';
import type { Part } from '../shared/domain/part';
import type { Audit } from '../shared/state/audit';
import type { Cursors } from '../shared/state/cursors';
import type { Failures } from '../shared/state/failures';
import type { HostRecords } from '../shared/state/hosts';
import type { InvitedGuests } from '../shared/state/invited-guests';
import type { Ledger } from '../shared/state/ledger';
import type { MemberOutbox } from '../shared/state/member-outbox';
import type { PartnerStages } from '../shared/state/partner-stages';
import type { Plans } from '../shared/state/plans';
import type { RemovalOrders } from '../shared/state/removal-orders';
import type { NoticeOutbox } from '../shared/state/notice-outbox';
import type { Partners } from '../shared/state/partners';
import type { SubjectLife } from '../shared/state/subject-life';
import type { Subjects } from '../shared/state/subjects';
import type { TokenCheck } from './admin/authorise';

/** Every capability the app is wired with; tests wire other adapters. */
export interface Ports {
  subjects: Subjects;
  life: SubjectLife;
  partners: Partners;
  ledger: Ledger;
  failures: Failures;
  hosts: HostRecords;
  invitedGuests: InvitedGuests;
  outbox: MemberOutbox;
  noticeOutbox: NoticeOutbox;
  orders: RemovalOrders;
  stages: PartnerStages;
  plans: Plans;
  audit: Audit;
  documents: Documents;
  cursors: Cursors;
  accounts: Accounts;
  hints: HintBus;
  directory: Directory;
  liveGuests: LiveGuests;
  undoSights: UndoSights;
  members: GroupMembers;
  groups: Groups;
  partnerBlock: PartnerBlock;
  partnerTenant: PartnerTenant;
  desktops: Desktops;
  cloudPcs: CloudPcs;
  networkAccess: NetworkAccess;
  machines: VirtualMachines;
  deviceApps: DeviceApps;
  signIns: SignIns;
  signInRules: SignInRules;
  crossTenantAccess: CrossTenantAccess;
  licences: Licences;
  desktopRoles: DesktopRoles;
  subscriptions: Subscriptions;
  metrics: Metrics;
  now: () => Date;
}

/** What the triggers have to know beside the ports. */
export interface AppSettings extends ExclusionSettings {
  tenantId: TenantId;
  clientState: string;
  publicUrl: string;
  blockedGroup: GroupId | null;
  part: Part;
  hintsQueue: string;
  /** Queue of the offboarding part. */
  ordersQueue: string;
  tokenCheck: TokenCheck;
  /** Hours from one digest of a sponsor to the next. */
  digestHours: number;
  /** Text of install-client.ps1. */
  installScript: string;
  /** Text of uninstall-client.ps1. */
  uninstallScript: string;
}
