import { afterEach, describe, expect, it } from '@jest/globals';
import { CONTOSO_TENANT, contosoPolicy } from '../support/contoso-policy';
import { MemoryTenant } from '../support/memory-tenant';
import { productUnderTest, type ProductUnderTest } from '../support/product-under-test';

const HOUR_SECONDS = 3600;
let product: ProductUnderTest;
afterEach(() => product.stop());

describe('a guest whose Cloud PC takes six hours', () => {
  it('costs a short look every five minutes, holds no run open, and is let in in the end', async () => {
    const tenant = new MemoryTenant(0);
    tenant.durations.cloudPcSeconds = 6 * HOUR_SECONDS;
    let looks = 0;
    product = await productUnderTest({
      capabilities: (now) => {
        const all = tenant.capabilities(now);
        const { cloudPcs } = all;
        const counted: typeof cloudPcs.findCloudPcs = (who) => ((looks += 1), cloudPcs.findCloudPcs(who));
        return { ...all, cloudPcs: { ...cloudPcs, findCloudPcs: counted } };
      },
      settings: { tenantId: CONTOSO_TENANT, blockedGroup: null },
    });
    await product.ports.partners.put(contosoPolicy(), undefined);
    const ben = tenant.admit(1, product.host.clock.now(), { cloudPc: true });
    await product.hint(ben);
    await product.advance(6 * HOUR_SECONDS - 60);
    const { state, reason, runs } = await product.guest(ben);
    expect({ state, code: reason?.code }).toEqual({ state: 'working', code: 'cloud-pc-provisioning' });
    expect((await product.row(ben)).live).toBe(false);
    expect(runs).toBeLessThanOrEqual((6 * HOUR_SECONDS) / 300 + 1);
    // The first run looks more often: a Cloud PC may be nearly there.
    expect(looks - runs).toBeLessThan(20);
    await product.advance(HOUR_SECONDS / 6);
    expect(await product.guest(ben)).toMatchObject({ state: 'ready', desktop: { kind: 'windows-365' } });
  }, 60_000);
});
