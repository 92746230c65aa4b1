import { afterEach, describe, expect, it } from '@jest/globals';
import { stillTenant } from '../arm/arm-clients';
import { ACCESS, ELIGIBLE, graphFetch, graphOf, stopTenants } from '../tenant-under-test';
import { adminHeaders } from './admin-headers';
import type { Tenant } from '../../../../local/tenant/tenant';

afterEach(stopTenants);

interface ProfileView {
  id: string;
  trafficForwardingType: string;
  state: string;
  servicePrincipal?: { id: string; appRoles: { id: string }[] } | null;
}

async function profilesOf(tenant: Tenant): Promise<ProfileView[]> {
  const answer = (await graphOf(tenant)
    .api('/networkAccess/forwardingProfiles')
    .version('beta')
    .expand('servicePrincipal')
    .get()) as { value: ProfileView[] };
  return answer.value;
}

const privateProfile = async (tenant: Tenant): Promise<ProfileView | undefined> =>
  (await profilesOf(tenant)).find((profile) => profile.trafficForwardingType === 'private');

describe('Global Secure Access', () => {
  it('says whether the tenant is onboarded, in beta only', async () => {
    const tenant = await stillTenant();
    const status = (await graphOf(tenant).api('/networkAccess/tenantStatus').version('beta').get()) as object;
    expect(status).toMatchObject({ onboardingStatus: 'onboarded', onboardingErrorMessage: null });
    expect((await graphFetch(tenant, '/v1.0/networkAccess/tenantStatus')).status).toBe(501);
  });

  it('is onboarded in the background and has no profiles before', async () => {
    const tenant = await stillTenant();
    await tenant.control.setGsaOnboarding({ status: 'offboarded' });
    expect(await profilesOf(tenant)).toEqual([]);
    const path = '/beta/networkAccess/microsoft.graph.networkaccess.onboard';
    const headers = await adminHeaders(tenant);
    expect((await graphFetch(tenant, path, { method: 'POST', headers })).status).toBe(204);
    const status = (): Promise<{ onboardingStatus: string }> =>
      graphOf(tenant).api('/networkAccess/tenantStatus').version('beta').get() as Promise<{
        onboardingStatus: string;
      }>;
    expect((await status()).onboardingStatus).toBe('onboardingInProgress');
    await tenant.control.advanceClock({ seconds: 3 });
    expect((await status()).onboardingStatus).toBe('onboarded');
  });

  it("shows a profile's service principal only when expanded, and null where the switch says so", async () => {
    const tenant = await stillTenant();
    const plain = await graphFetch(tenant, '/beta/networkAccess/forwardingProfiles');
    expect(await plain.text()).not.toContain('servicePrincipal');
    expect((await privateProfile(tenant))?.servicePrincipal?.appRoles).toHaveLength(1);
    await tenant.control.setSwitch({ name: 'profileServicePrincipalNull', value: true });
    expect((await privateProfile(tenant))?.servicePrincipal).toBeNull();
  });

  it('enables a profile, and needs the write permission for it', async () => {
    const tenant = await stillTenant();
    const m365 = (await profilesOf(tenant)).find((profile) => profile.trafficForwardingType === 'm365');
    const path = `/beta/networkAccess/forwardingProfiles/${m365?.id ?? ''}`;
    const body = JSON.stringify({ state: 'enabled' });
    expect((await graphFetch(tenant, path, { method: 'PATCH', body })).status).toBe(403);
    const headers = await adminHeaders(tenant);
    expect((await graphFetch(tenant, path, { method: 'PATCH', body, headers })).status).toBe(204);
    expect((await profilesOf(tenant)).map((profile) => profile.state)).toEqual([
      'enabled',
      'enabled',
      'enabled',
    ]);
  });

  it('shows the profiles a group is assigned to by the filter on resourceId', async () => {
    const tenant = await stillTenant();
    const principalId = (await privateProfile(tenant))?.servicePrincipal?.id ?? '';
    const assignments = async (group: string): Promise<object[]> =>
      (
        (await graphOf(tenant)
          .api(`/groups/${group}/appRoleAssignments`)
          .filter(`resourceId eq ${principalId}`)
          .get()) as { value: object[] }
      ).value;
    expect(await assignments(ACCESS)).toMatchObject([{ principalId: ACCESS, resourceId: principalId }]);
    expect(await assignments(ELIGIBLE)).toEqual([]);
  });

  it('assigns a group once, refuses the repeat and a role that is not offered, and takes it back', async () => {
    const tenant = await stillTenant();
    const headers = await adminHeaders(tenant);
    const principal = (await privateProfile(tenant))?.servicePrincipal;
    const path = `/v1.0/servicePrincipals/${principal?.id ?? ''}/appRoleAssignedTo`;
    const post = (appRoleId: string): Promise<Response> =>
      graphFetch(tenant, path, {
        method: 'POST',
        headers,
        body: JSON.stringify({ principalId: ELIGIBLE, resourceId: principal?.id, appRoleId }),
      });
    const role = principal?.appRoles[0]?.id ?? '';
    expect((await post('00000000-0000-0000-0000-000000000000')).status).toBe(400);
    const made = await post(role);
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: string };
    const again = await post(role);
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({
      error: {
        code: 'Request_BadRequest',
        message: 'Permission being assigned already exists on the object',
      },
    });
    expect((await graphFetch(tenant, `${path}/${id}`, { method: 'DELETE', headers })).status).toBe(204);
    expect((await graphFetch(tenant, `${path}/${id}`, { method: 'DELETE', headers })).status).toBe(404);
  });

  it('finds a service principal by its application id', async () => {
    const tenant = await stillTenant();
    const found = (await graphOf(tenant)
      .api('/servicePrincipals')
      .filter("appId eq '1f6b3d84-0e5a-4c7d-9b2e-6a5f4e3d2c1b'")
      .get()) as { value: object[] };
    expect(found.value).toMatchObject([{ displayName: 'gatehouse-admin-api' }]);
  });
});
