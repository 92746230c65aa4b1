import type { TenantId } from '../domain/ids';
import type { InboundTrust } from '../domain/prepare/inbound-trust';
import type { TrustFacts } from '../domain/prepare/plan-trust';

/** Which claims of a partner's tenant are believed (cross-tenant access settings). The write is for people. */
export interface PartnerTrust {
  read(tenant: TenantId): Promise<TrustFacts>;
  /** Makes or changes the partner's own entry; of it only the trust. Safe to repeat. */
  write(tenant: TenantId, hasEntry: boolean, trust: InboundTrust): Promise<void>;
}
