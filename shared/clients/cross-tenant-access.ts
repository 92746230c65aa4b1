import type { TenantId } from '../domain/ids';
import type { CrossTenantReading } from '../domain/judge-cross-tenant-access';

/** Cross-tenant access settings, inbound. */
export interface CrossTenantAccess {
  /** The partner's own entry and the default; the default fills what the entry leaves open. */
  readInbound(tenant: TenantId): Promise<CrossTenantReading>;
}
