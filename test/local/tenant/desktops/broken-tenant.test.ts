import { afterEach, describe, expect, it } from '@jest/globals';
import { loadScenario } from '../../../../local/tenant/scenarios/load-scenario';
import type { Tenant } from '../../../../local/tenant/tenant';
import { computeOf, desktopsOf, installCommand, stillTenant } from '../arm/arm-clients';
import { adminHeaders } from '../network-access/admin-headers';
import { graphFetch, graphOf, onePartner, stopTenants } from '../tenant-under-test';

afterEach(stopTenants);

const GROUP = 'rg-fabrikam-desktops';
const POOL = 'hp-fabrikam';

const broken = (): Promise<Tenant> =>
  onePartner({ scenario: loadScenario('broken-tenant'), clock: 'virtual' });

async function json<T>(tenant: Tenant, path: string): Promise<T> {
  const headers = await adminHeaders(tenant);
  return (await (await graphFetch(tenant, path, { headers })).json()) as T;
}

describe('the broken tenant', () => {
  it('has guests who cannot be admitted, each for another reason', async () => {
    const tenant = await broken();
    const reasons: Record<string, unknown> = {};
    for (const user of ['pia', 'otto', 'dora', 'luis', 'hana']) {
      const result = await tenant.control.signInToDesktop({ user, hostPool: POOL });
      reasons[user] = 'stoppedAt' in result ? result.reason.split(':')[0] : 'signed in';
    }
    expect(reasons).toEqual({
      pia: 'AADSTS90072',
      otto: 'E-mail one-time-passcode identities cannot use desktops.',
      dora: 'AADSTS50057',
      luis: 'AADSTS50076',
      hana: 'AADSTS50076',
    });
  });

  it('has a pool without single sign-on whose hosts fail one check each', async () => {
    const tenant = await broken();
    const desktops = desktopsOf(tenant);
    expect((await desktops.hostPools.get(GROUP, POOL)).customRdpProperty).toContain('enablerdsaadauth:i:0');
    const seen: Record<string, string> = {};
    for await (const host of desktops.sessionHosts.list(GROUP, POOL))
      seen[host.name?.split('/')[1] ?? ''] =
        `${host.status ?? ''} ${host.allowNewSession === true ? 'open' : 'closed'}`;
    expect(seen).toEqual({
      'avd-fabrikam-old-os': 'Available open',
      'avd-fabrikam-domain': 'Available open',
      'avd-fabrikam-ill': 'NeedsAssistance open',
      'avd-fabrikam-off': 'Shutdown open',
      'avd-fabrikam-no-agent': 'Available open',
      'avd-fabrikam-old-client': 'Available open',
      'avd-fabrikam-drained': 'Available closed',
    });
    expect((await desktops.hostPools.get(GROUP, 'hp-fabrikam-multi')).hostPoolType).toBe('Pooled');
    expect((await desktops.applicationGroups.get(GROUP, 'ag-fabrikam')).workspaceArmPath).toBeNull();
  });

  it('has an application without the remote desktop switch, and profiles nobody can be assigned to', async () => {
    const tenant = await broken();
    const principal = await json<{ id: string }>(
      tenant,
      "/v1.0/servicePrincipals(appId='a4a365df-50f1-4397-bc59-1a1564b8bb9c')",
    );
    expect(
      await json(tenant, `/v1.0/servicePrincipals/${principal.id}/remoteDesktopSecurityConfiguration`),
    ).toMatchObject({ isRemoteDesktopProtocolEnabled: false });
    expect(await json(tenant, '/beta/networkAccess/tenantStatus')).toMatchObject({
      onboardingStatus: 'onboardingErrorOccurred',
    });
    const profiles = (await graphOf(tenant)
      .api('/networkAccess/forwardingProfiles')
      .version('beta')
      .expand('servicePrincipal')
      .get()) as { value: { trafficForwardingType: string; state: string; servicePrincipal: unknown }[] };
    expect(profiles.value).toMatchObject([
      { trafficForwardingType: 'm365', state: 'disabled' },
      { trafficForwardingType: 'private', state: 'disabled' },
      { trafficForwardingType: 'internet', servicePrincipal: null },
    ]);
  });

  it('has a licence without a free unit', async () => {
    const tenant = await broken();
    const users = (await graphOf(tenant)
      .api('/users')
      .filter("mail eq 'luis@fabrikam.test'")
      .select('id,licenseAssignmentStates')
      .get()) as { value: object[] };
    expect(users.value).toMatchObject([
      { licenseAssignmentStates: [{ state: 'Error', error: 'CountViolation' }] },
    ]);
  });

  it('has a machine on which the installer fails', async () => {
    const tenant = await broken();
    const compute = computeOf(tenant).virtualMachineRunCommands;
    await compute.createOrUpdate(GROUP, 'avd-fabrikam-old-client', 'gsa-install-1', installCommand());
    await tenant.control.advanceClock({ seconds: 3 });
    const { instanceView } = await compute.getByVirtualMachine(
      GROUP,
      'avd-fabrikam-old-client',
      'gsa-install-1',
      {
        expand: 'instanceView',
      },
    );
    expect(instanceView).toMatchObject({ executionState: 'Failed', exitCode: 1603 });
    expect(instanceView?.output).toContain('"version":"1.7.376.0"');
  });

  it('leaves what is whole alone: a tenant of one partner has none of these defects', async () => {
    const tenant = await stillTenant();
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.accept({ user: id });
    await tenant.control.addMember({ group: 'gatehouse-contoso-access', member: id });
    expect(await tenant.control.signInToDesktop({ user: id, hostPool: 'hp-contoso' })).toMatchObject({
      stoppedAt: 'assignment',
    });
  });
});
