import { afterEach, describe, expect, it } from '@jest/globals';
import { stopTenants } from '../tenant-under-test';
import { armFetch, GROUP_SCOPE, stillTenant, SUBSCRIPTION } from './arm-clients';

afterEach(stopTenants);

const VERSION = 'api-version=2022-12-01';

describe('subscriptions and resource groups', () => {
  it('are shown to who may read them', async () => {
    const tenant = await stillTenant();
    const subscription = await armFetch(tenant, `/subscriptions/${SUBSCRIPTION}?${VERSION}`);
    expect(await subscription.json()).toMatchObject({ displayName: 'Woodgrove Desktops', state: 'Enabled' });
    const group = await armFetch(
      tenant,
      `${GROUP_SCOPE.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions')}?${VERSION}`,
    );
    expect(await group.json()).toMatchObject({ name: 'rg-contoso-desktops', location: 'westeurope' });
  });

  it('are not found, and not shown, elsewhere', async () => {
    const tenant = await stillTenant();
    const missing = await armFetch(
      tenant,
      `/subscriptions/${SUBSCRIPTION}/resourceGroups/nowhere?${VERSION}`,
    );
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ error: { code: 'ResourceGroupNotFound' } });
    for (const below of [
      'Microsoft.DesktopVirtualization/hostPools?api-version=2024-04-03',
      'Microsoft.Compute/virtualMachines/vm?api-version=2026-03-01',
    ]) {
      const path = `/subscriptions/${SUBSCRIPTION}/resourceGroups/nowhere/providers/${below}`;
      const answer: unknown = await (await armFetch(tenant, path)).json();
      expect(answer).toMatchObject({ error: { code: 'ResourceGroupNotFound' } });
    }
    const foreign = await armFetch(tenant, `/subscriptions/11111111-1111-4111-8111-111111111111?${VERSION}`);
    expect(foreign.status).toBe(403);
  });
});
