import { afterEach, expect, it } from '@jest/globals';
import type { ReplayView } from '../../shared/domain/admin-api/replay-view';
import { stopTenants } from '../local/tenant/tenant-under-test';
import { askRoute } from '../support/ask-route';
import { contoso, type Contoso } from '../support/contoso';

let product: Contoso;
afterEach(async () => {
  await product.stop();
  await stopTenants();
});

it('is resolved against the simulated tenant: asked once, read back, its failure closed', async () => {
  product = await contoso();
  const setHosts = async (allowNewSession: boolean) => {
    for (const name of ['avd-contoso-1', 'avd-contoso-2', 'avd-contoso-3'])
      await product.tenant.control.setSessionHost({ name, allowNewSession });
  };
  await setHosts(false);
  const ada = await product.admit('ada');
  await product.hint(ada);
  await product.advance(30);
  expect((await product.guest(ada)).reason?.code).toBe('no-free-host');
  await setHosts(true);
  const ask = askRoute(product);
  const { record } = await ask<ReplayView>('planReplay', {}, { of: { kind: 'partner', partner: 'contoso' } });
  const why = { hash: record.hash, reason: 'hosts were let in again' };
  const inputs = { 'ensurePersonalHost.host': 'AVD-contoso-2' };
  await ask('runReplay', { plan: record.id }, { ...why, inputs });
  await product.settle();
  await product.advance(150);
  expect(await ask<ReplayView>('showReplay', { plan: record.id })).toMatchObject({
    record: { state: 'finished', progress: { total: 1, done: 1 } },
    outcome: { changed: 1, unconfirmed: [], failed: [], skipped: [] },
  });
  expect((await product.guest(ada)).desktop?.name).toBe('avd-contoso-2');
  expect(await product.failures()).toEqual([]);
});
