import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { CONTOSO_TENANT, contosoPolicy } from '../support/contoso-policy';
import { MemoryTenant } from '../support/memory-tenant';
import { productUnderTest, type ProductUnderTest } from '../support/product-under-test';

/** A Monday, ten hours before the window opens. */
const START = Date.parse('2026-03-02T12:00:00Z');
let tenant: MemoryTenant;
let product: ProductUnderTest;

beforeEach(async () => {
  tenant = new MemoryTenant(1);
  product = await productUnderTest({
    capabilities: (now) => tenant.capabilities(now),
    settings: { tenantId: CONTOSO_TENANT, blockedGroup: null },
    startMs: START,
    hasGuards: false,
  });
  const maintenanceWindow = { timeZone: 'UTC', days: ['mon'], from: '22:00', to: '23:00' };
  await product.ports.partners.put(contosoPolicy({ maintenanceWindow, startVm: 'always' }), undefined);
});
afterEach(() => product.stop());

it.each(['running', 'deallocated'])(
  'An install on a machine that is %s waits for the window, and its guest is told until when',
  async (power) => {
    tenant.power.set(tenant.hosts[0]!.vmResourceId!, power);
    const ada = tenant.admit(1, START);
    await product.hint(ada);
    await product.advance(600);
    expect(tenant.effects.filter((what) => /^(start|install)/.test(what))).toEqual([]);
    expect((await product.guest(ada)).reason).toMatchObject({
      code: 'window-closed',
      message: expect.stringMatching(/until 2026-03-02T22:0\d/),
    });
    await product.advance(11 * 3600);
    expect(tenant.effects.some((what) => what.startsWith('install'))).toBe(true);
    expect((await product.guest(ada)).state).toBe('ready');
  },
);
