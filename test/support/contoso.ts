import { tenantId } from '../../shared/domain/ids';
import type { Tenant, TenantOptions } from '../../local/tenant/tenant';
import { onePartner } from '../local/tenant/tenant-under-test';
import {
  BLOCKED_GROUP,
  CLOUD_PC_WISH_GROUP,
  contosoPolicy,
  ELIGIBLE_GROUP,
  type PolicyChanges,
} from './contoso-policy';
import { productUnderTest, type ProductOptions, type ProductUnderTest } from './product-under-test';
import { tenantCapabilities, writeOf } from './tenant-capabilities';

/** The product beside the simulated tenant of one partner, on one virtual time. */
export interface Contoso extends ProductUnderTest {
  readonly tenant: Tenant;
  /** What was written to the tenant so far. */
  readonly writes: string[];
  /** Requests to Graph and ARM so far. */
  calls(): number;
  /** Invites somebody who is entitled; `cloudPc`: to a Cloud PC instead of a personal host. */
  invite(name: string, wants?: { cloudPc?: boolean }): Promise<string>;
  /** As {@link invite}, and the guest accepts. */
  admit(name: string, wants?: { cloudPc?: boolean }): Promise<string>;
  applyPolicy(changes?: PolicyChanges): Promise<void>;
}

export async function contoso(
  options: { tenant?: Partial<TenantOptions>; policy?: PolicyChanges } & Pick<ProductOptions, 'wrap'> = {},
): Promise<Contoso> {
  const tenant = await onePartner({ clock: 'virtual', ...options.tenant });
  const startMs = await atNextMorning(tenant);
  const product = await productUnderTest({
    capabilities: (now) => tenantCapabilities(tenant, now),
    settings: { tenantId: tenantId(tenant.tenantId), blockedGroup: BLOCKED_GROUP },
    startMs,
    advanceTenant: async (ms) => {
      await tenant.control.advanceClock({ ms });
    },
    ...(options.wrap === undefined ? {} : { wrap: options.wrap }),
  });
  const writes: string[] = [];
  let calls = 0;
  tenant.onTraffic((entry) => {
    if (entry.authority === 'graph' || entry.authority === 'arm') calls += 1;
    const write = writeOf(entry);
    if (write !== undefined) writes.push(write);
  });
  const { partners } = product.ports;
  const applyPolicy: Contoso['applyPolicy'] = async (changes) => {
    const policy = contosoPolicy(changes);
    await partners.put(policy, (await partners.read(policy.partner))?.etag);
  };
  await applyPolicy(options.policy);
  const invite: Contoso['invite'] = async (name, { cloudPc = false } = {}) => {
    const { id } = await tenant.control.invite({ mail: `${name}@contoso.com`, usageLocation: 'NL' });
    await tenant.control.addMember({ group: ELIGIBLE_GROUP, member: id });
    if (cloudPc) await tenant.control.addMember({ group: CLOUD_PC_WISH_GROUP, member: id });
    return id;
  };
  return Object.assign(product, {
    tenant,
    writes,
    calls: () => calls,
    invite,
    admit: async (name: string, wants?: { cloudPc?: boolean }) => {
      const id = await invite(name, wants);
      await tenant.control.accept({ user: id, homeTenant: 'contoso' });
      return id;
    },
    applyPolicy,
  });
}

const DAY_MS = 86_400_000;
const MORNING_HOUR_MS = 8 * 3_600_000;

/** Moves the tenant to 08:00 UTC: far from the turn of the day, on which caps are counted anew. */
async function atNextMorning(tenant: Tenant): Promise<number> {
  const nowMs = Date.parse((await tenant.control.clock({})).now);
  const midnightMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const morningMs = midnightMs + DAY_MS + MORNING_HOUR_MS;
  await tenant.control.advanceClock({ ms: morningMs - nowMs });
  return morningMs;
}
