import type { z } from 'zod';
import type { TenantId } from '../domain/ids';

type Json = z.core.util.JSONType;

/** How a partner's tenant comes in, as its own entry of cross-tenant access says. */
export interface InboundState {
  /** Nobody of the tenant may come in as a guest. */
  isBlocked: boolean;
  /** What the entry says of guests coming in, as it is: what an undo puts back. Null = it leaves it to the default. */
  image: Json;
}

/** A connected organisation of entitlement management that names the tenant. */
export interface TenantOrganization {
  id: string;
  /** `proposed`: policies for all configured organisations do not reach it. */
  state: 'configured' | 'proposed' | 'unknown';
  /** It names other tenants or domains too. */
  isShared: boolean;
}

/** What the tenant says of a partner's tenant as a whole. The writes are for the offboarding part. */
export interface PartnerTenant {
  readInbound(tenant: TenantId): Promise<InboundState>;
  /** Nobody of the tenant may come in as a guest afterwards. The entry is never deleted: the default may let more in. Safe to repeat. */
  blockInbound(tenant: TenantId): Promise<void>;
  /** The entry says of guests coming in what `image` says. Safe to repeat. */
  restoreInbound(tenant: TenantId, image: Json): Promise<void>;
  /** The organisations that name the tenant. `domains`: the partner's own, which do not make one shared. */
  organizationsOf(tenant: TenantId, domains: readonly string[]): Promise<TenantOrganization[]>;
  /** Safe to repeat. */
  setOrganizationState(id: string, state: 'configured' | 'proposed'): Promise<void>;
}
