import { afterEach, describe, expect, it } from '@jest/globals';
import { armFetch, desktopsOf, FIRST_HOST, GROUP, GROUP_SCOPE, POOL, stillTenant } from '../arm/arm-clients';
import { stopTenants } from '../tenant-under-test';

afterEach(stopTenants);

const OLGA = 'olga@woodgrove.com';
const hostUrl = (host: string): string =>
  `${GROUP_SCOPE}/providers/Microsoft.DesktopVirtualization/hostPools/${POOL}/sessionHosts/${host}?api-version=2024-04-03`;

describe('session hosts', () => {
  it('are listed with their machine, their health and nobody assigned', async () => {
    const desktops = desktopsOf(await stillTenant());
    const pool = await desktops.hostPools.get(GROUP, POOL);
    expect(pool).toMatchObject({ hostPoolType: 'Personal', personalDesktopAssignmentType: 'Direct' });
    expect(pool.customRdpProperty).toContain('enablerdsaadauth:i:1');
    const hosts = [];
    for await (const host of desktops.sessionHosts.list(GROUP, POOL)) hosts.push(host);
    expect(hosts.map((host) => host.name)).toEqual(
      ['avd-contoso-1', 'avd-contoso-2', 'avd-contoso-3'].map((name) => `${POOL}/${name}`),
    );
    expect(hosts[0]).toMatchObject({ status: 'Available', allowNewSession: true, assignedUser: null });
    expect(hosts[0]?.resourceId).toMatch(/virtualMachines\/avd-contoso-1$/);
    const results = hosts[0]?.sessionHostHealthCheckResults?.map((check) => check.healthCheckResult);
    expect(new Set(results)).toEqual(new Set(['HealthCheckSucceeded']));
  });

  it('are assigned, kept without force, taken over with force and freed by an empty name', async () => {
    const tenant = await stillTenant();
    const { sessionHosts } = desktopsOf(tenant);
    const assign = async (assignedUser: string, force: boolean): Promise<unknown> =>
      (await sessionHosts.update(GROUP, POOL, FIRST_HOST, { sessionHost: { assignedUser }, force }))
        .assignedUser;
    expect(await assign(OLGA, false)).toBe(OLGA);
    await expect(assign('arno@woodgrove.com', false)).rejects.toMatchObject({ statusCode: 400 });
    expect(await assign('arno@woodgrove.com', true)).toBe('arno@woodgrove.com');
    expect(await assign('', true)).toBeNull();
  });

  it('refuse a second desktop for one user, and a user who is not there', async () => {
    const tenant = await stillTenant();
    const { sessionHosts } = desktopsOf(tenant);
    await sessionHosts.update(GROUP, POOL, FIRST_HOST, { sessionHost: { assignedUser: OLGA } });
    const again = sessionHosts.update(GROUP, POOL, 'avd-contoso-2', { sessionHost: { assignedUser: OLGA } });
    await expect(again).rejects.toMatchObject({ statusCode: 400 });
    const nobody = sessionHosts.update(GROUP, POOL, 'avd-contoso-2', {
      sessionHost: { assignedUser: 'x@y.z' },
    });
    await expect(nobody).rejects.toMatchObject({ statusCode: 400 });
    await tenant.control.setSwitch({ name: 'oneDesktopPerUserInPool', value: false });
    const allowed = await sessionHosts.update(GROUP, POOL, 'avd-contoso-2', {
      sessionHost: { assignedUser: OLGA },
    });
    expect(allowed.assignedUser).toBe(OLGA);
  });

  it('are shut down while their machine is, and fail the checks a scenario or the control API names', async () => {
    const tenant = await stillTenant();
    await tenant.control.setMachine({ name: FIRST_HOST, power: 'deallocated' });
    const { sessionHosts } = desktopsOf(tenant);
    expect((await sessionHosts.get(GROUP, POOL, FIRST_HOST)).status).toBe('Shutdown');
    await tenant.control.setSessionHost({
      name: 'avd-contoso-2',
      status: 'NeedsAssistance',
      failedChecks: [{ name: 'UrlsAccessibleCheck', message: 'wvd unreachable', errorCode: -2147467259 }],
    });
    const ill = await sessionHosts.get(GROUP, POOL, 'avd-contoso-2');
    expect(ill.status).toBe('NeedsAssistance');
    const failed = ill.sessionHostHealthCheckResults?.filter(
      (check) => check.healthCheckResult === 'HealthCheckFailed',
    );
    expect(failed).toMatchObject([{ healthCheckName: 'UrlsAccessibleCheck' }]);
  });

  it('answer 404 for a host that the pool does not have and 400 for a wrong api-version', async () => {
    const tenant = await stillTenant();
    expect((await armFetch(tenant, hostUrl('nobody'))).status).toBe(404);
    const old = await armFetch(tenant, hostUrl(FIRST_HOST).replace('2024-04-03', '2019-01-23-preview'));
    expect(old.status).toBe(400);
  });
});
