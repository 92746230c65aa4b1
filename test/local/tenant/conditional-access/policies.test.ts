import { afterEach, describe, expect, it } from '@jest/globals';
import { stillTenant } from '../arm/arm-clients';
import { adminHeaders } from '../network-access/admin-headers';
import { graphFetch, stopTenants } from '../tenant-under-test';
import type { Tenant } from '../../../../local/tenant/tenant';

afterEach(stopTenants);

const BASE = '/v1.0/identity/conditionalAccess/policies';
const AVD = '9cdead84-a844-4324-93f2-b2e6bb768d07';

async function ask(tenant: Tenant, path: string, method = 'GET', body?: object): Promise<Response> {
  await tenant.control.advanceClock({ seconds: 1 });
  const headers = await adminHeaders(tenant);
  return graphFetch(tenant, path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const guestsNeed = (control: string): object => ({
  displayName: 'Guests',
  state: 'enabled',
  conditions: {
    users: {
      includeGuestsOrExternalUsers: {
        guestOrExternalUserTypes: 'b2bCollaborationGuest,b2bCollaborationMember',
        externalTenants: {
          '@odata.type': '#microsoft.graph.conditionalAccessAllExternalTenants',
          membershipKind: 'all',
        },
      },
    },
    applications: { includeApplications: [AVD] },
  },
  grantControls: { operator: 'OR', builtInControls: [control] },
});

async function guestOf(tenant: Tenant): Promise<string> {
  const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
  await tenant.control.accept({ user: id });
  return id;
}

const signIn = (tenant: Tenant, user: string): Promise<unknown> =>
  tenant.control.signInToDesktop({ user, hostPool: 'hp-contoso' });

describe('Conditional Access policies', () => {
  it('are created, read, changed and deleted', async () => {
    const tenant = await stillTenant();
    const made = await ask(tenant, BASE, 'POST', guestsNeed('mfa'));
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: string };
    expect((await ask(tenant, `${BASE}/${id}`, 'PATCH', { state: 'disabled' })).status).toBe(204);
    const read = await ask(tenant, `${BASE}/${id}`);
    expect(await read.json()).toMatchObject({
      state: 'disabled',
      grantControls: { builtInControls: ['mfa'] },
    });
    expect((await ask(tenant, `${BASE}/${id}`, 'DELETE')).status).toBe(204);
    expect((await ask(tenant, `${BASE}/${id}`)).status).toBe(404);
  });

  it('share one request a second and refuse the second without Retry-After', async () => {
    const tenant = await stillTenant();
    const headers = await adminHeaders(tenant);
    expect((await graphFetch(tenant, BASE, { headers })).status).toBe(200);
    const refused = await graphFetch(tenant, BASE, { headers });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBeNull();
  });

  it('keep a guest out whose second factor at home is not trusted, and let in whose is', async () => {
    const tenant = await stillTenant();
    await ask(tenant, BASE, 'POST', guestsNeed('mfa'));
    const guest = await guestOf(tenant);
    expect(await signIn(tenant, guest)).toMatchObject({ stoppedAt: 'application group' });
    const partner = '/v1.0/policies/crossTenantAccessPolicy/partners/c7b6a5f4-e3d2-4c1b-8a09-f8e7d6c5b4a3';
    await ask(tenant, partner, 'PATCH', { inboundTrust: { isMfaAccepted: false } });
    expect(await signIn(tenant, guest)).toMatchObject({
      stoppedAt: 'sign-in to Azure Virtual Desktop',
      reason: 'AADSTS50076: A second factor is needed to access this resource.',
    });
  });

  it('only report in report-only mode', async () => {
    const tenant = await stillTenant();
    const policy = { ...guestsNeed('block'), state: 'enabledForReportingButNotEnforced' };
    await ask(tenant, BASE, 'POST', policy);
    const guest = await guestOf(tenant);
    expect(await signIn(tenant, guest)).toMatchObject({ stoppedAt: 'application group' });
  });

  it('tell beforehand which of them would apply to a sign-in', async () => {
    const tenant = await stillTenant();
    const guest = await guestOf(tenant);
    await tenant.control.addMember({ group: 'gatehouse-blocked', member: guest });
    const whatIf = (userId: string): Promise<Response> =>
      ask(tenant, '/v1.0/identity/conditionalAccess/evaluate', 'POST', {
        signInIdentity: { '@odata.type': '#microsoft.graph.userSignIn', userId },
        signInContext: { '@odata.type': '#microsoft.graph.applicationContext', includeApplications: [AVD] },
        signInConditions: { devicePlatform: 'windows', clientAppType: 'mobileAppsAndDesktopClients' },
        appliedPoliciesOnly: true,
      });
    expect(await (await whatIf(guest)).json()).toMatchObject({
      value: [{ displayName: 'Gatehouse: keep blocked partners out of desktops', policyApplies: true }],
    });
    expect(await (await whatIf('olga@woodgrove.com')).json()).toMatchObject({ value: [] });
  });

  it('are refused with a condition that simulated sign-ins cannot judge', async () => {
    const tenant = await stillTenant();
    const policy = guestsNeed('block') as { conditions: object };
    const risky = { ...policy, conditions: { ...policy.conditions, signInRiskLevels: ['high'] } };
    expect((await ask(tenant, BASE, 'POST', risky)).status).toBe(501);
  });
});
