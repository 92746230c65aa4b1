import { z } from 'zod';
import { tenantId, type TenantId } from '../../shared/domain/ids';
import type { RemovalOrder } from '../../shared/domain/removal-order';
import { undoneBy, type TenantAction } from '../../shared/domain/tenant-action';
import type { GatewayDeps } from './gateway';
import type { OrderEffect } from './order-effect';

/** How the tenant was before a cut: what its undo puts back. */
const blockImage = z.object({ inbound: z.json() });
const organizationsImage = z.object({ configured: z.array(z.string()) });

const tenantOf = ({ target }: RemovalOrder): TenantId => tenantId(target ?? '');

/** The image that the cut kept, which this order takes back. */
async function imageOf({ orders }: GatewayDeps, order: RemovalOrder): Promise<unknown> {
  const cut = undoneBy(order.action as TenantAction);
  return cut === undefined ? undefined : (await orders.read(order.guest, cut))?.value.before;
}

/** Organisations of this partner alone that are configured now. */
async function configured({ partnerTenant, partners }: GatewayDeps, order: RemovalOrder): Promise<string[]> {
  const domains = (await partners.read(order.partner))?.value.domains ?? [];
  const found = await partnerTenant.organizationsOf(tenantOf(order), domains);
  return found.filter(({ state, isShared }) => state === 'configured' && !isShared).map(({ id }) => id);
}

async function setAll(deps: GatewayDeps, ids: readonly string[], state: 'configured' | 'proposed') {
  for (const id of ids) await deps.partnerTenant.setOrganizationState(id, state);
}

/** What is done to a partner's tenant as a whole, and what takes it back: only what was done here, as it was before. */
export const TENANT_ORDER_EFFECTS: Readonly<Record<TenantAction, OrderEffect>> = {
  'block-tenant': {
    change: 'tenant-blocked',
    read: async ({ partnerTenant }, order) => {
      const { isBlocked, image } = await partnerTenant.readInbound(tenantOf(order));
      return { image: { inbound: image }, isDone: isBlocked };
    },
    act: ({ partnerTenant }, order) => partnerTenant.blockInbound(tenantOf(order)),
  },
  'unblock-tenant': {
    change: 'tenant-unblocked',
    // Whoever opened it meanwhile did it their way: that stays.
    read: async ({ partnerTenant }, order) => {
      const { isBlocked, image } = await partnerTenant.readInbound(tenantOf(order));
      return { image: { inbound: image }, isDone: !isBlocked };
    },
    act: async (deps, order) => {
      const { inbound } = blockImage.parse(await imageOf(deps, order));
      await deps.partnerTenant.restoreInbound(tenantOf(order), inbound);
    },
  },
  'propose-organizations': {
    change: 'organization-proposed',
    read: async (deps, order) => {
      const ids = await configured(deps, order);
      return { image: { configured: ids }, isDone: ids.length === 0 };
    },
    act: async (deps, order) => setAll(deps, await configured(deps, order), 'proposed'),
  },
  'configure-organizations': {
    change: 'organization-configured',
    read: async (deps, order) => {
      const wanted = organizationsImage.parse(await imageOf(deps, order)).configured;
      const now = await configured(deps, order);
      return { image: { configured: now }, isDone: wanted.every((id) => now.includes(id)) };
    },
    act: async (deps, order) =>
      setAll(deps, organizationsImage.parse(await imageOf(deps, order)).configured, 'configured'),
  },
};
