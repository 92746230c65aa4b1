import type { Accounts } from '../../shared/clients/accounts';
import type { CloudPcs } from '../../shared/clients/cloud-pcs';
import type { PartnerTenant } from '../../shared/clients/partner-tenant';
import type { Directory } from '../../shared/clients/directory';
import type { GroupMembers } from '../../shared/clients/group-members';
import type { HintBus } from '../../shared/clients/hint-bus';
import type { RemovalOrder } from '../../shared/domain/removal-order';
import type { Audit } from '../../shared/state/audit';
import type { Cursors } from '../../shared/state/cursors';
import type { Partners } from '../../shared/state/partners';
import type { RemovalOrders } from '../../shared/state/removal-orders';
import type { OrderFactsReader } from './read-order-facts';
import type { TenantOrderFactsReader } from './read-tenant-order-facts';

/** All that the gateway acts through: capabilities that only the offboarding part is given. */
export interface GatewayDeps {
  accounts: Accounts;
  cloudPcs: CloudPcs;
  directory: Directory;
  members: GroupMembers;
  partnerTenant: PartnerTenant;
  partners: Partners;
  orders: RemovalOrders;
  cursors: Cursors;
  audit: Audit;
  hints: HintBus;
  readFacts: OrderFactsReader;
  readTenantFacts: TenantOrderFactsReader;
  /** Draws from this part's own cap where no plan stands behind the order; undefined = the cap is not spent. */
  drawFromCap: (order: RemovalOrder) => Promise<{ code: 'removal-cap'; message: string } | undefined>;
  now: () => Date;
}
