import { afterEach, describe, expect, it } from '@jest/globals';
import { stillTenant } from '../arm/arm-clients';
import { adminHeaders } from '../network-access/admin-headers';
import { graphFetch, stopTenants } from '../tenant-under-test';

afterEach(stopTenants);

describe('remote desktop security configuration', () => {
  it('is there where it was configured, can be switched and is 404 elsewhere', async () => {
    const tenant = await stillTenant();
    const headers = await adminHeaders(tenant);
    const idOf = async (appId: string): Promise<string> => {
      const found = await graphFetch(tenant, `/v1.0/servicePrincipals(appId='${appId}')`, { headers });
      return ((await found.json()) as { id: string }).id;
    };
    const login = `/v1.0/servicePrincipals/${await idOf('270efc09-cd0d-444b-a71f-39af4910ec45')}/remoteDesktopSecurityConfiguration`;
    const shown = await graphFetch(tenant, login, { headers });
    expect(await shown.json()).toMatchObject({ isRemoteDesktopProtocolEnabled: true });
    const body = JSON.stringify({ isRemoteDesktopProtocolEnabled: false });
    expect((await graphFetch(tenant, login, { method: 'PATCH', headers, body })).status).toBe(200);
    const off = await graphFetch(tenant, login, { headers });
    expect(await off.json()).toMatchObject({ isRemoteDesktopProtocolEnabled: false });
    const avd = `/v1.0/servicePrincipals/${await idOf('9cdead84-a844-4324-93f2-b2e6bb768d07')}/remoteDesktopSecurityConfiguration`;
    expect((await graphFetch(tenant, avd, { headers })).status).toBe(404);
    expect((await graphFetch(tenant, avd, { method: 'POST', headers, body })).status).toBe(201);
  });
});
