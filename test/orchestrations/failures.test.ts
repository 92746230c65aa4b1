import { afterEach, expect, it } from '@jest/globals';
import { CONTOSO_TENANT, contosoPolicy } from '../support/contoso-policy';
import { MemoryTenant } from '../support/memory-tenant';
import { productUnderTest, type ProductUnderTest } from '../support/product-under-test';

let product: ProductUnderTest | undefined;
afterEach(() => product?.stop());

it('a guest without a host leaves one failure with its partner and last evidence, open until it is ready', async () => {
  const tenant = new MemoryTenant(1);
  tenant.hosts[0]!.status = 'Unavailable';
  product = await productUnderTest({
    capabilities: (nowMs) => tenant.capabilities(nowMs),
    settings: { tenantId: CONTOSO_TENANT, blockedGroup: null },
  });
  await product.ports.partners.put(contosoPolicy(), undefined);
  const guest = tenant.admit(1, product.host.clock.now());
  await product.hint(guest);
  await product.advance(60);
  await product.hint(guest);
  await product.advance(60);
  const open = await product.ports.failures.list();
  expect(open).toMatchObject([
    {
      code: 'no-free-host',
      partner: 'contoso',
      evidence: { entry: { step: 'ensurePersonalHost' }, seen: { step: 'ensureMember' } },
    },
  ]);

  tenant.hosts[0]!.status = 'Available';
  await product.hint(guest);
  await product.advance(120);
  expect(await product.ports.failures.list()).toEqual([]);
  const entries = await product.ports.ledger.read({ kind: 'guest', id: guest });
  const closing = entries.find(({ evidence }) => (evidence as { closed?: number } | null)?.closed === 1);
  expect(closing).toMatchObject({
    step: 'resolveFailures',
    evidence: { closed: 1, fingerprints: [open[0]?.fingerprint] },
  });
});
